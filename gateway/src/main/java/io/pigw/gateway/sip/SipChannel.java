package io.pigw.gateway.sip;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The RI's view of one peer: a datagram's sender, or a connection. Thread-safe: sending writes to a Netty channel. */
abstract class SipChannel extends MessageChannel implements RawMessageChannel {

    private final InetSocketAddress peer;
    private final StackHandoff handoff;

    SipChannel(MessageProcessor processor, InetSocketAddress peer, StackHandoff handoff) {
        this.messageProcessor = processor;
        this.peer = peer;
        this.handoff = handoff;
    }

    InetSocketAddress peer() {
        return peer;
    }

    /**
     * Whether the other end is the host of another channel's, by the same transport. The port may differ: an answer whose connection
     * is gone comes over another one (RFC 3261 §18.2.2). The address may not: RFC 3581 §4 has it answer from where it was asked, and
     * the branch alone (RFC 3261 §18.1.2) is no proof.
     */
    final boolean leadsToHostOf(SipChannel other) {
        return getTransport().equalsIgnoreCase(other.getTransport())
                && peer.getAddress().equals(other.peer.getAddress());
    }

    /** Sends bytes to the address, which a connection ignores. */
    abstract void write(byte[] bytes, InetSocketAddress to) throws IOException;

    /** Sends a request's own bytes. */
    abstract void write(OutgoingBytes request, InetSocketAddress to) throws IOException;

    /** Sends an answer of a transaction, by another way if this one is gone. */
    void respond(byte[] bytes, InetSocketAddress to) throws IOException {
        write(bytes, to);
    }

    @Override
    public final void sendMessage(SIPMessage message) throws IOException {
        send(message, peer);
    }

    @Override
    public final void sendMessage(SIPMessage message, InetAddress address, int port) throws IOException {
        send(message, new InetSocketAddress(address, port));
    }

    @Override
    protected final void sendMessage(byte[] message, InetAddress address, int port, boolean reconnect)
            throws IOException {
        respond(message, new InetSocketAddress(address, port));
    }

    private void send(SIPMessage message, InetSocketAddress to) throws IOException {
        if (message instanceof SIPRequest && message.getApplicationData() instanceof OutgoingBytes outgoing) {
            write(outgoing, to);
        } else {
            respond(message.encodeAsBytes(getTransport()), to);
        }
    }

    /** A message of ours to ourselves. */
    @Override
    public final void processMessage(SIPMessage message) {
        stamp(message);
        if (message instanceof SIPRequest request) {
            handoff.request(request, this);
        } else if (message instanceof SIPResponse response) {
            handoff.response(response, this);
        }
    }

    /** Notes on a message where it came from. */
    final void stamp(SIPMessage message) {
        message.setRemoteAddress(peer.getAddress());
        message.setRemotePort(peer.getPort());
        message.setLocalAddress(getMessageProcessor().getIpAddress());
        message.setLocalPort(getPort());
        message.setPeerPacketSourceAddress(peer.getAddress());
        message.setPeerPacketSourcePort(peer.getPort());
    }

    @Override
    public final SIPTransactionStack getSIPStack() {
        return getMessageProcessor().getSIPStack();
    }

    @Override
    public final String getTransport() {
        return getMessageProcessor().getTransport();
    }

    @Override
    protected final String getPeerProtocol() {
        return getTransport();
    }

    @Override
    public final boolean isSecure() {
        return getMessageProcessor().isSecure();
    }

    @Override
    public final String getPeerAddress() {
        return peer.getAddress().getHostAddress();
    }

    @Override
    protected final InetAddress getPeerInetAddress() {
        return peer.getAddress();
    }

    @Override
    public final int getPeerPort() {
        return peer.getPort();
    }

    @Override
    public final int getPeerPacketSourcePort() {
        return peer.getPort();
    }

    @Override
    public final InetAddress getPeerPacketSourceAddress() {
        return peer.getAddress();
    }

    @Override
    public final String getKey() {
        return getKey(peer.getAddress(), peer.getPort(), getTransport());
    }

    @Override
    public final String getViaHost() {
        return getHost();
    }

    @Override
    public final int getViaPort() {
        return getPort();
    }
}
