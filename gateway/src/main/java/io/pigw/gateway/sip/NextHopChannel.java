package io.pigw.gateway.sip;

import java.io.IOException;
import java.net.InetSocketAddress;

/** What the RI's client transactions are given: finds or dials the connection when there is something to send, and knows for whom. */
final class NextHopChannel extends SipChannel {

    private final StreamProcessor processor;

    NextHopChannel(StreamProcessor processor, InetSocketAddress peer, StackHandoff handoff) {
        super(processor, peer, handoff);
        this.processor = processor;
    }

    @Override
    void write(OutgoingBytes request, InetSocketAddress to) throws IOException {
        processor.connection(to, request.serverName()).write(request, to);
    }

    @Override
    void write(byte[] bytes, InetSocketAddress to) throws IOException {
        throw new IOException("only requests of ours have a next hop");
    }

    @Override
    public boolean isReliable() {
        return true;
    }

    @Override
    public void close() {
        // connections serve everybody
    }
}
