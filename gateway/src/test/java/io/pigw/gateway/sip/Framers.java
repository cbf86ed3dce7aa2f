package io.pigw.gateway.sip;

/** Framers for tests. */
final class Framers {

    static final long PATIENCE_MILLIS = 30_000;

    private Framers() {}

    static StreamFramer framer(SipLimits limits) {
        return new StreamFramer(limits, PATIENCE_MILLIS);
    }
}
