package io.pigw.bench.enroll;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.InetSocketAddress;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/** Opens connections to the server, each with a whole TLS handshake. */
final class EstDialler {

    /** What a handshake begins with: a record that says it is longer than what follows (RFC 8446 §5.1). */
    private static final byte[] CUT_OFF = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00};

    private static final int MAX_ANSWER = 64 * 1024;
    private static final int CONNECT_MILLIS = 10_000;

    private final Loops loops;
    private final InetSocketAddress server;
    private final SslContext tls;

    /** Dials as nobody. */
    EstDialler(Loops loops, HostPort server, X509Certificate root) throws SSLException {
        this(loops, server, SslContextBuilder.forClient().trustManager(root));
    }

    /** Dials with a certificate of that key. */
    EstDialler(Loops loops, HostPort server, X509Certificate root, PrivateKey key, List<X509Certificate> chain)
            throws SSLException {
        this(loops, server, SslContextBuilder.forClient().trustManager(root).keyManager(key, chain));
    }

    private EstDialler(Loops loops, HostPort server, SslContextBuilder client) throws SSLException {
        this.loops = loops;
        this.server = new InetSocketAddress(server.host(), server.port());
        this.tls = client.sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .endpointIdentificationAlgorithm(null)
                .build();
    }

    /** Dials from that address of this machine. */
    void open(String source, EstConnection connection) {
        ChannelFuture dialled = bootstrap(source, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                // Without the server's name no session is found that could be resumed.
                channel.pipeline()
                        .addLast(
                                tls.newHandler(channel.alloc()),
                                new HttpResponseDecoder(),
                                new HttpObjectAggregator(MAX_ANSWER),
                                connection);
            }
        });
        var _ = dialled.addListener(done -> {
            if (!done.isSuccess()) {
                connection.ended();
            }
        });
    }

    /** Dials, begins a handshake and does not go on with it; told when the server has had enough of that. */
    ChannelFuture stall(String source, Runnable closed) {
        ChannelFuture dialled = bootstrap(source, new ChannelInboundHandlerAdapter() {
            @Override
            public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                var _ = context.close();
            }
        });
        var _ = dialled.addListener(done -> {
            if (done.isSuccess()) {
                var _ = dialled.channel().writeAndFlush(Unpooled.wrappedBuffer(CUT_OFF));
            }
        });
        var _ = dialled.channel().closeFuture().addListener(_ -> closed.run());
        return dialled;
    }

    private ChannelFuture bootstrap(String source, ChannelHandler handler) {
        return new Bootstrap()
                .group(loops.group())
                .channel(loops.socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .handler(handler)
                .connect(server, new InetSocketAddress(source, 0));
    }
}
