package io.pigw.bench.load;

import java.time.Duration;

/** What SIP goes over. */
public enum Transport {
    UDP(Duration.ofMillis(500)),
    TCP(Duration.ofSeconds(64));

    private final Duration resendAfter;

    Transport(Duration resendAfter) {
        this.resendAfter = resendAfter;
    }

    /** T1 where the client resends (RFC 3261 §17.1.2.2, Timer E); longer than any phase where it does not. */
    Duration resendAfter() {
        return resendAfter;
    }
}
