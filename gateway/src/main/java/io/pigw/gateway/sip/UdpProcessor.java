package io.pigw.gateway.sip;

import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The datagram socket. */
final class UdpProcessor extends SipProcessor {

    private final StackHandoff handoff;

    UdpProcessor(
            InetAddress address,
            int port,
            SIPTransactionStack stack,
            Channel socket,
            SipLimits limits,
            SipMetrics metrics) {
        super(address, port, "udp", stack, socket, limits.datagramBytes());
        this.handoff = new StackHandoff(stack, metrics);
        Ingress ingress = new Ingress(handoff, metrics);
        socket.pipeline().addLast(new UdpHandler(this, ingress, handoff, limits, metrics));
    }

    @Override
    MessageChannel channelTo(InetSocketAddress peer) {
        return new UdpSipChannel(this, socket(), peer, handoff);
    }
}
