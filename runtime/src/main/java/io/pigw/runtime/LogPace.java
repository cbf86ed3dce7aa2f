package io.pigw.runtime;

import java.time.Duration;

/** Holds lines back that others can cause at will, so that nobody fills the log: {@value #LINES} within 10 s are written. On one thread. */
public final class LogPace {

    /** Lines of one window. */
    static final int LINES = 20;

    static final Duration WINDOW = Duration.ofSeconds(10);

    private boolean began;
    private long windowBeganNanos;
    private int logged;
    private int heldBack;

    /**
     * Whether a line is to be written now.
     *
     * @param nanos now, by a clock that never goes back
     * @return how many lines were held back since the last one that was not; negative when this one is to be
     */
    public int mayLog(long nanos) {
        if (!began || nanos - windowBeganNanos > WINDOW.toNanos()) {
            began = true;
            windowBeganNanos = nanos;
            logged = 0;
        }
        if (logged >= LINES) {
            heldBack++;
            return -1;
        }
        logged++;
        int before = heldBack;
        heldBack = 0;
        return before;
    }
}
