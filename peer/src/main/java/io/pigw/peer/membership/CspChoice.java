package io.pigw.peer.membership;

import io.pigw.overlay.csp.NearestCsp;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The CSPs in the order in which a peer turns to them: the anti-clockwise nearest first, for its arc holds the peer's ID; when it
 * is down the next one has inherited the arc. Those that failed lately come last. On the peer's thread.
 */
public final class CspChoice {

    /** How long a CSP that failed comes after the others. */
    static final Duration HOLD_DOWN = Duration.ofSeconds(10);

    private final List<NodeContact> nearestFirst;
    private final InstantSource clock;
    private final Map<NodeId, Instant> downUntil = new HashMap<>();

    /**
     * For one peer.
     *
     * @param csps all of them, in any order, at least one
     */
    public CspChoice(Ring ring, NodeId peer, List<NodeContact> csps, InstantSource clock) {
        if (csps.isEmpty()) {
            throw new IllegalArgumentException("a peer needs at least one CSP");
        }
        this.nearestFirst = NearestCsp.inOrder(ring, peer, csps);
        this.clock = clock;
    }

    /** All of them, the one to turn to first. */
    public List<NodeContact> inOrder() {
        Instant now = clock.instant();
        List<NodeContact> up = new ArrayList<>();
        List<NodeContact> down = new ArrayList<>();
        for (NodeContact csp : nearestFirst) {
            Instant until = downUntil.get(csp.id());
            (until != null && until.isAfter(now) ? down : up).add(csp);
        }
        up.addAll(down);
        return up;
    }

    /** The one to turn to first. */
    public NodeContact first() {
        return inOrder().getFirst();
    }

    /** The one whose arc holds the peer's ID when all are up. */
    public NodeContact nearest() {
        return nearestFirst.getFirst();
    }

    /** The configured contact of a CSP; empty for an ID that is none's. */
    public Optional<NodeContact> known(NodeId csp) {
        return nearestFirst.stream().filter(one -> one.id().equals(csp)).findFirst();
    }

    /** It could not be reached or did not answer. */
    public void failed(NodeId csp) {
        downUntil.put(csp, clock.instant().plus(HOLD_DOWN));
    }

    /** It answered. */
    public void worked(NodeId csp) {
        downUntil.remove(csp);
    }
}
