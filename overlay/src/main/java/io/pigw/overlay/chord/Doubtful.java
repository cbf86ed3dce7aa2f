package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers of a look-up that are not believed while there may be a better one. */
final class Doubtful {

    private final Ring ring;
    private final NodeId target;

    /**
     * Who was asked for a proof, where, and had none; and whether they said at least that they are responsible. By address, for a
     * liar may name the right node and a wrong address.
     */
    private final Map<NodeContact, Boolean> asked = new HashMap<>();

    private @Nullable RouteQueryAnswer best;
    private boolean bestSaysSo;

    Doubtful(Ring ring, NodeId target) {
        this.ring = ring;
        this.target = target;
    }

    /** Notes that the node was asked itself and has no proof. */
    void asked(NodeContact node, boolean saysSo) {
        asked.put(node, saysSo);
    }

    boolean wasAsked(NodeContact node) {
        return asked.containsKey(node);
    }

    boolean saysSo(NodeContact node) {
        return asked.getOrDefault(node, false);
    }

    /**
     * Whoever says of itself that it is responsible exists, and counts more; of these, who is responsible is the nearest that
     * there is.
     */
    void add(RouteQueryAnswer answer, boolean saysSo) {
        RouteQueryAnswer before = best;
        boolean better = before == null || (saysSo == bestSaysSo ? isNearer(answer, before) : saysSo);
        if (better) {
            best = answer;
            bestSaysSo = saysSo;
        }
    }

    /** What is believed when there is no better; null when there was none at all. */
    @Nullable
    RouteQueryAnswer best() {
        return best;
    }

    private boolean isNearer(RouteQueryAnswer one, RouteQueryAnswer other) {
        NodeId distance = ring.distance(target, one.responsible().id());
        return distance.compareTo(ring.distance(target, other.responsible().id())) < 0;
    }
}
