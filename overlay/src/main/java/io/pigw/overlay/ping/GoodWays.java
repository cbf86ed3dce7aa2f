package io.pigw.overlay.ping;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first hops by which pings to a destination arrived lately: where nothing changes, the next goes the same way. A CSP's own opinion
 * on whole routes, from what it saw itself.
 */
final class GoodWays {

    /** How long one is good without a further sign. */
    static final Duration LASTS = Duration.ofMinutes(10);

    static final int MAX_WAYS = 16_384;

    /** Arrivals in a row after which one copy less is needed, and after which two less are. */
    private static final int ONE_LESS = 1;

    private static final int TWO_LESS = 4;

    private record Way(NodeId firstHop, int arrivals, Instant until) {}

    private final Map<NodeId, Way> ways = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Way> eldest) {
            return size() > MAX_WAYS;
        }
    };

    void arrived(NodeId destination, NodeId firstHop, Instant now) {
        Way way = ways.get(destination);
        int before = way != null && way.firstHop().equals(firstHop) ? way.arrivals() : 0;
        ways.put(destination, new Way(firstHop, before + 1, now.plus(LASTS)));
    }

    void lost(NodeId destination, NodeId firstHop) {
        ways.computeIfPresent(destination, (_, way) -> way.firstHop().equals(firstHop) ? null : way);
    }

    /** Pings do not arrive as they did. */
    void forget(NodeId destination) {
        ways.remove(destination);
    }

    /** How many copies fewer than usual are needed when the first goes by the first of these hops. */
    int spared(NodeId destination, List<NodeContact> firstHops, Instant now) {
        Way way = ways.get(destination);
        if (way == null
                || !way.until().isAfter(now)
                || firstHops.isEmpty()
                || !firstHops.getFirst().id().equals(way.firstHop())) {
            return 0;
        }
        return way.arrivals() >= TWO_LESS ? 2 : way.arrivals() >= ONE_LESS ? 1 : 0;
    }

    /** The same first hops, that of a good way before all others if it is one of them. */
    List<NodeContact> first(NodeId destination, List<NodeContact> firstHops, Instant now) {
        Way way = ways.get(destination);
        if (way == null || !way.until().isAfter(now)) {
            return firstHops;
        }
        List<NodeContact> order = new ArrayList<>(firstHops);
        order.removeIf(hop -> !hop.id().equals(way.firstHop()));
        firstHops.stream().filter(hop -> !hop.id().equals(way.firstHop())).forEach(order::add);
        return order;
    }
}
