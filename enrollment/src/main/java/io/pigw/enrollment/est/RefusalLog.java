package io.pigw.enrollment.est;

import io.pigw.enrollment.net.ClientAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refusals, a limited number in a while: what strangers can cause must not fill the disk. Any thread. */
final class RefusalLog {

    private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final int MAX_LINES = 20;

    private final InstantSource clock;
    private Instant since = Instant.EPOCH;
    private int lines;
    private int left;

    RefusalLog(InstantSource clock) {
        this.clock = clock;
    }

    /** Logs it, or counts it among those that are left out. */
    void refused(ClientAddress address, String reason) {
        int leftOut;
        synchronized (this) {
            Instant now = clock.instant();
            if (!now.isBefore(since.plus(WINDOW))) {
                since = now;
                lines = 0;
            }
            if (lines == MAX_LINES) {
                left++;
                return;
            }
            lines++;
            leftOut = left;
            left = 0;
        }
        log.atWarn()
                .addKeyValue("remote", address.text())
                .addKeyValue("reason", reason)
                .addKeyValue("leftOut", leftOut)
                .log("enrollment refused");
    }
}
