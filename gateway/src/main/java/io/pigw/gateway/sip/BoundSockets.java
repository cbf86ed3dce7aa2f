package io.pigw.gateway.sip;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * All sockets that listen, bound and silent until the RI is ready for them.
 *
 * @param datagram the UDP socket
 * @param stream the TCP socket, on the same port
 * @param tls the TLS socket, if TLS is spoken
 */
record BoundSockets(Channel datagram, ListeningSocket stream, Optional<ListeningSocket> tls) {

    private static final int ATTEMPTS = 16;
    private static final int LARGEST_DATAGRAM = 65_536;
    private static final int SOCKET_BUFFER_BYTES = 4 << 20;
    private static final int UNSENT_DATAGRAM_BYTES = 8 << 20;

    /** Binds all of them. Blocks: not for event loops. */
    static BoundSockets bind(Loops loops, SipTransportConfig config) throws IOException {
        BoundSockets plain = bind(loops, config.address(), config.listen().port());
        if (config.tls().isEmpty()) {
            return plain;
        }
        HostPort listen = config.tls().get().listen();
        try {
            ListeningSocket tls = ListeningSocket.bind(loops, SipTransportConfig.address(listen), listen.port());
            return new BoundSockets(plain.datagram(), plain.stream(), Optional.of(tls));
        } catch (IOException e) {
            plain.close();
            throw new IOException("sip.tls.listen " + listen + ": " + e.getMessage(), e);
        }
    }

    /** UDP and TCP; a port that is free for one alone is given up and another tried. */
    private static BoundSockets bind(Loops loops, InetAddress address, int port) throws IOException {
        IOException last = new IOException("no port");
        for (int attempt = 0; attempt < (port == 0 ? ATTEMPTS : 1); attempt++) {
            ListeningSocket stream = ListeningSocket.bind(loops, address, port);
            try {
                return new BoundSockets(
                        bindDatagram(loops, new InetSocketAddress(address, stream.port())), stream, Optional.empty());
            } catch (IOException e) {
                stream.close();
                last = e;
            }
        }
        throw last;
    }

    private static Channel bindDatagram(Loops loops, InetSocketAddress address) throws IOException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.datagramChannel())
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .option(
                        ChannelOption.WRITE_BUFFER_WATER_MARK,
                        new WriteBufferWaterMark(UNSENT_DATAGRAM_BYTES / 2, UNSENT_DATAGRAM_BYTES))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
                .option(ChannelOption.AUTO_READ, false)
                .handler(new ChannelInboundHandlerAdapter());
        return ListeningSocket.await(bootstrap.bind(address));
    }

    /** The port of UDP and TCP. */
    int port() {
        return stream.port();
    }

    /** Closes all and waits until they are. */
    void close() {
        stream.close();
        datagram.close().awaitUninterruptibly();
        tls.ifPresent(ListeningSocket::close);
    }
}
