package io.pigw.gateway.peer;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What each CSP has of the attempts under way, so that a silent one leaves room for the others. On the gateway's loop. */
final class CspShares {

    private final int maxInFlight;
    private final Map<NodeId, Integer> inFlight = new HashMap<>();

    /**
     * @param maxInFlight of all CSPs together, 1 or more
     */
    CspShares(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /**
     * The CSP to take, or the next one after it that has room.
     *
     * @param ranked those that are up, the best first
     * @param detours how many of them to pass over
     */
    Optional<NodeId> choose(List<NodeContact> ranked, int detours) {
        int share = ranked.size() == 1 ? Integer.MAX_VALUE : Math.max(1, maxInFlight / 2);
        for (int i = 0; i < ranked.size(); i++) {
            NodeId csp = ranked.get((detours + i) % ranked.size()).id();
            if (inFlight.getOrDefault(csp, 0) < share) {
                return Optional.of(csp);
            }
        }
        return Optional.empty();
    }

    void take(NodeId csp) {
        inFlight.merge(csp, 1, Integer::sum);
    }

    void release(NodeId csp) {
        inFlight.computeIfPresent(csp, (_, count) -> count == 1 ? null : count - 1);
    }
}
