package io.pigw.peer.opinion;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The links that were reported lately: evidence is one vote a link and minute, so more would say nothing. */
final class ReportedLinks {

    /** How long a report counts. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    static final int MAX_LINKS = 4_096;

    private record Link(NodeId from, NodeId to) {}

    private final Map<Link, Instant> reportedAt = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Link, Instant> eldest) {
            return size() > MAX_LINKS;
        }
    };

    /** Whether the ping came over a link that was not reported within the window. */
    boolean isNews(PingRequest ping, Instant now) {
        return ping.route().stream().anyMatch(entry -> {
            Instant at = reportedAt.get(link(entry));
            return at == null || Duration.between(at, now).compareTo(WINDOW) >= 0;
        });
    }

    /** All links of the ping are reported now. */
    void reported(PingRequest ping, Instant now) {
        for (RouteEntry entry : ping.route()) {
            reportedAt.put(link(entry), now);
        }
    }

    private static Link link(RouteEntry entry) {
        return new Link(entry.signer(), entry.next());
    }
}
