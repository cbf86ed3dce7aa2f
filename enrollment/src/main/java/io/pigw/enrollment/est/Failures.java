package io.pigw.enrollment.est;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts wrong tokens by address in windows of a minute. Any thread. */
final class Failures {

    /** How long a window lasts; also what Retry-After says. */
    static final Duration WINDOW = Duration.ofMinutes(1);

    private static final int MAX_ADDRESSES = 4096;

    private final int limit;
    private final Map<String, Window> windows = new Windows();

    Failures(int limit) {
        this.limit = limit;
    }

    /** Whether the address has used up its window. */
    synchronized boolean isBlocked(String address, Instant now) {
        Window window = windows.get(address);
        return window != null && window.isOpen(now) && window.count() >= limit;
    }

    /** Notes a wrong token. */
    synchronized void note(String address, Instant now) {
        windows.merge(
                address,
                new Window(now, 1),
                (old, fresh) -> old.isOpen(now) ? new Window(old.since(), old.count() + 1) : fresh);
    }

    private record Window(Instant since, int count) {
        boolean isOpen(Instant now) {
            return now.isBefore(since.plus(WINDOW));
        }
    }

    /** Forgets the oldest address when there are too many. */
    private static final class Windows extends LinkedHashMap<String, Window> {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
            return size() > MAX_ADDRESSES;
        }
    }
}
