package io.pigw.enrollment.est;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts refusals by address in windows of a minute. An address with many is not shut out, for an honest client may share it:
 * its further refusals are answered late, and what it asks waits in a lane of its own. Any thread.
 */
final class Suspicion {

    /** How long a window lasts; also what Retry-After says. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MAX_ADDRESSES = 4096;

    private final int limit;
    private final Map<String, Window> windows = new Windows();

    /** Suspects who is refused more often than that within a window. */
    Suspicion(int limit) {
        this.limit = limit;
    }

    /** Whether the address has used up its window. */
    synchronized boolean isOn(String share, Instant now) {
        Window window = windows.get(share);
        return window != null && window.isOpen(now) && window.count() >= limit;
    }

    /** Notes a refusal, and tells whether the window had been used up before. */
    synchronized boolean note(String share, Instant now) {
        boolean was = isOn(share, now);
        windows.merge(
                share,
                new Window(now, 1),
                (old, fresh) -> old.isOpen(now) ? new Window(old.since(), old.count() + 1) : fresh);
        return was;
    }

    private record Window(Instant since, int count) {
        boolean isOpen(Instant now) {
            return now.isBefore(since.plus(WINDOW));
        }
    }

    /** Forgets the oldest address when there are too many. */
    private static final class Windows extends LinkedHashMap<String, Window> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MAX_ADDRESSES;
        }
    }
}
