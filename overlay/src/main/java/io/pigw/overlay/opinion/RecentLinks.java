package io.pigw.overlay.opinion;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The links of which something was reported lately: evidence is one vote a link and minute, so more would say nothing. */
final class RecentLinks {

    /** How long a report counts. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    static final int MAX_LINKS = 4_096;

    private record Said(NodeId from, NodeId to, LinkOutcome.Kind kind) {}

    private final Map<Said, Instant> saidAt = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Said, Instant> eldest) {
            return size() > MAX_LINKS;
        }
    };

    /** Whether this was not said of the link within the window. */
    boolean isNews(NodeId from, NodeId to, LinkOutcome.Kind kind, Instant now) {
        Instant at = saidAt.get(new Said(from, to, kind));
        return at == null || Duration.between(at, now).compareTo(WINDOW) >= 0;
    }

    /** It is said now. */
    void said(NodeId from, NodeId to, LinkOutcome.Kind kind, Instant now) {
        saidAt.put(new Said(from, to, kind), now);
    }
}
