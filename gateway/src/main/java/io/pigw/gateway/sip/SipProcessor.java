package io.pigw.gateway.sip;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import io.netty.channel.Channel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The RI's view of one bound socket. It is bound before and read from {@link #start()} on. */
abstract class SipProcessor extends MessageProcessor {

    private static final int DEFAULT_PORT = 5060;
    private static final int DEFAULT_TLS_PORT = 5061;

    private final Channel socket;
    private final int maxMessageBytes;

    SipProcessor(
            InetAddress address,
            int port,
            String transport,
            SIPTransactionStack stack,
            Channel socket,
            int maxMessageBytes) {
        super(address, port, transport, stack);
        this.socket = socket;
        this.maxMessageBytes = maxMessageBytes;
    }

    abstract MessageChannel channelTo(InetSocketAddress peer) throws IOException;

    Channel socket() {
        return socket;
    }

    @Override
    public final MessageChannel createMessageChannel(HostPort target) throws IOException {
        return channelTo(new InetSocketAddress(target.getInetAddress(), target.getPort()));
    }

    @Override
    public final MessageChannel createMessageChannel(InetAddress target, int port) throws IOException {
        return channelTo(new InetSocketAddress(target, port));
    }

    @Override
    public final void start() {
        socket.config().setAutoRead(true);
    }

    @Override
    public void stop() {
        var _ = socket.close();
    }

    @Override
    public final SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    @Override
    public final int getDefaultTargetPort() {
        return isSecure() ? DEFAULT_TLS_PORT : DEFAULT_PORT;
    }

    @Override
    public final boolean isSecure() {
        return getTransport().equalsIgnoreCase(Source.TLS);
    }

    @Override
    public final int getMaximumMessageSize() {
        return maxMessageBytes;
    }

    @Override
    public final boolean inUse() {
        return socket.isActive();
    }
}
