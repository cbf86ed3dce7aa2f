package io.pigw.runtime.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A time of day that moves when told. Safe on any thread. */
public final class TestClock implements InstantSource {

    private volatile Instant now;

    /** Begins at the given time. */
    public TestClock(Instant now) {
        this.now = now;
    }

    /** Begins at the real time, as certificates of {@link TestPki} do. */
    public static TestClock atPresent() {
        return new TestClock(Instant.now());
    }

    @Override
    public Instant instant() {
        return now;
    }

    /** Sets it. */
    public void set(Instant to) {
        now = to;
    }

    /** Moves it on. */
    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
