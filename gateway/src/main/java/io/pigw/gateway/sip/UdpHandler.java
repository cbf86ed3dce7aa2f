package io.pigw.gateway.sip;

import gov.nist.javax.sip.stack.MessageProcessor;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes datagrams apart: one message each (RFC 3261 §18.3). */
final class UdpHandler extends SimpleChannelInboundHandler<DatagramPacket> {

    private static final Logger LOG = LoggerFactory.getLogger(UdpHandler.class);

    private final MessageProcessor processor;
    private final Ingress ingress;
    private final StackHandoff handoff;
    private final SipLimits limits;
    private final HeadScanner scanner;
    private final SipMetrics metrics;

    UdpHandler(
            MessageProcessor processor, Ingress ingress, StackHandoff handoff, SipLimits limits, SipMetrics metrics) {
        this.processor = processor;
        this.ingress = ingress;
        this.handoff = handoff;
        this.limits = limits;
        this.scanner = new HeadScanner(limits);
        this.metrics = metrics;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        ByteBuf content = packet.content();
        content.skipBytes(blanks(content));
        if (!content.isReadable()) {
            return; // a keep-alive, which wants no answer over UDP
        }
        byte[] message = new byte[content.readableBytes()];
        content.readBytes(message);
        InetSocketAddress local = (InetSocketAddress) context.channel().localAddress();
        Source source = new Source(packet.sender(), local, Source.UDP);
        UdpSipChannel channel = new UdpSipChannel(processor, context.channel(), packet.sender(), handoff);
        take(message, source, channel);
    }

    private void take(byte[] message, Source source, UdpSipChannel channel) {
        Datagrams.Cut cut = Datagrams.cut(message, scanner, limits);
        ingress.message(cut.scan(), cut.body(), source, channel);
    }

    private static int blanks(ByteBuf content) {
        int text = content.forEachByte(next -> next == '\r' || next == '\n' || next == 0);
        return text < 0 ? content.readableBytes() : text - content.readerIndex();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        metrics.count(SipMetrics.DROPPED, "fault");
        LOG.atWarn().addKeyValue("transport", Source.UDP).setCause(cause).log("A datagram could not be processed");
    }
}
