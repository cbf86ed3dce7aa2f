package io.pigw.gateway.sip;

import gov.nist.javax.sip.stack.MessageProcessor;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** One peer over the shared datagram socket. */
final class UdpSipChannel extends SipChannel {

    private final Channel socket;

    UdpSipChannel(MessageProcessor processor, Channel socket, InetSocketAddress peer, StackHandoff handoff) {
        super(processor, peer, handoff);
        this.socket = socket;
    }

    @Override
    void write(byte[] bytes, InetSocketAddress to) throws IOException {
        datagram(bytes, to, _ -> {});
    }

    @Override
    void write(OutgoingBytes request, InetSocketAddress to) throws IOException {
        datagram(request.bytes().toArray(), to, request.onFailure());
    }

    private void datagram(byte[] bytes, InetSocketAddress to, Consumer<ClientEvents.SendFailure> onFailure)
            throws IOException {
        if (!socket.isActive()) {
            throw new IOException("the socket is closed");
        }
        if (!socket.isWritable()) {
            throw new IOException("too much is waiting to be sent");
        }
        socket.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(bytes), to))
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        onFailure.accept(ClientEvents.SendFailure.NOT_SENT);
                    }
                });
    }

    @Override
    public boolean isReliable() {
        return false;
    }

    @Override
    public void close() {
        // the socket is everybody's
    }
}
