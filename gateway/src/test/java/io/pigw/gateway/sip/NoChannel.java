package io.pigw.gateway.sip;

import java.net.InetSocketAddress;

/** Leads nowhere. */
@SuppressWarnings("NullAway") // the RI's processor and our hand-off, neither of which a verdict needs
final class NoChannel extends SipChannel {

    NoChannel(InetSocketAddress peer) {
        super(null, peer, null);
    }

    @Override
    void write(byte[] bytes, InetSocketAddress to) {
        throw new AssertionError("a verdict sends nothing");
    }

    @Override
    void write(OutgoingBytes request, InetSocketAddress to) {
        throw new AssertionError("a verdict sends nothing");
    }

    @Override
    public boolean isReliable() {
        return false;
    }

    @Override
    public void close() {}
}
