package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ways to a target that end at different last hops: all but the first are for a place a little before it, whose node names those
 * behind itself.
 *
 * @param self who looks
 * @param target what for
 */
record OtherWays(Ring ring, NodeId self, NodeId target) {

    /** So many mean gaps before the target; eight successors reach it. */
    private static final List<Integer> GAPS_BEFORE = List.of(0, 2, 4, 1, 3, 5);

    /** The most that are tried. */
    static final int MAX = GAPS_BEFORE.size();

    /** What the way is for; the target itself where the place would lie behind who looks. */
    NodeId aim(int way, Gaps own) {
        NodeId before = own.mean(GAPS_BEFORE.get(Math.min(way, MAX - 1)));
        boolean behindSelf = ring.distance(self, target).compareTo(before) <= 0;
        return behindSelf ? target : ring.distance(before, target);
    }

    /** Of the nodes that are named behind the aim, the first at the target or after it; null when they do not reach so far. */
    @Nullable
    RouteQueryAnswer found(RouteQueryAnswer answer, NodeId aim) {
        NodeId ahead = ring.distance(aim, target);
        List<NodeContact> before = new ArrayList<>(answer.predecessors());
        List<NodeContact> after = new ArrayList<>(answer.successors());
        NodeContact at = answer.responsible();
        while (ring.distance(aim, at.id()).compareTo(ahead) < 0) {
            if (after.isEmpty()) {
                return null;
            }
            before.addFirst(at);
            at = after.removeFirst();
        }
        return new RouteQueryAnswer(answer.transaction(), at, before, after);
    }
}
