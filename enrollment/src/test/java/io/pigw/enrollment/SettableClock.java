package io.pigw.enrollment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Real time, moved by hand. */
final class SettableClock implements InstantSource {

    private volatile Duration ahead = Duration.ZERO;

    void advance(Duration by) {
        ahead = ahead.plus(by);
    }

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead);
    }
}
