package io.pigw.overlay.csp;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which peers of a CSP are alive, as far as it has heard: a message or a link of theirs came within four minutes, and their last link
 * was not lost since. An open link alone says little: that of a peer that lost its power stays open for long.
 * On its CSP's thread.
 */
final class LivePeers {

    /** How long a peer counts as alive after it was heard: it asks for a proof every 60 to 100 s, so that one may be lost. */
    static final Duration HEARD = Duration.ofMinutes(4);

    /** How long it does after its last link was lost: long enough to come back, with thousands of others. */
    static final Duration LINK_LOST = Duration.ofSeconds(60);

    private final Ring ring;
    private final NodeId self;
    private final Predicate<NodeId> isMember;
    private final TreeMap<NodeId, Instant> until = new TreeMap<>();

    /** @param isMember whether a peer was admitted to the ring: no other counts */
    LivePeers(Ring ring, NodeId self, Predicate<NodeId> isMember) {
        this.ring = ring;
        this.self = self;
        this.isMember = isMember;
    }

    /** No other than members: an ID that was never admitted is in nobody's way. */
    void heard(NodeId peer, Instant now) {
        if (isMember.test(peer)) {
            until.put(peer, now.plus(HEARD));
        }
    }

    void linkLost(NodeId peer, Instant now) {
        Instant then = now.plus(LINK_LOST);
        until.computeIfPresent(peer, (_, before) -> before.isBefore(then) ? before : then);
    }

    /** The nearest one before the node that is alive; the CSP itself when there is none in between. */
    NodeId nearestBefore(NodeId node, Instant now) {
        NodeId last = node;
        for (NodeId at = before(node); at != null && ring.isBetween(at, self, last); at = before(at)) {
            last = at;
            Instant end = until.getOrDefault(at, Instant.MIN);
            if (end.isBefore(now)) {
                until.remove(at);
            } else if (isMember.test(at)) {
                return at;
            }
        }
        return self;
    }

    private @Nullable NodeId before(NodeId id) {
        Map.Entry<NodeId, Instant> lower = until.lowerEntry(id);
        Map.Entry<NodeId, Instant> before = lower == null ? until.lastEntry() : lower;
        return before == null ? null : before.getKey();
    }
}
