package io.pigw.overlay.ping;

import io.pigw.overlay.chord.RoutingView;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;

/** A list instead of a ring. */
final class FakeView implements RoutingView {

    final List<NodeContact> suspects = new ArrayList<>();
    private final List<NodeContact> known;

    FakeView(long... known) {
        this.known = Samples.contacts(known);
    }

    @Override
    public List<NodeContact> closestPreceding(NodeId target, int max) {
        return known.stream().limit(max).toList();
    }

    @Override
    public void suspect(NodeContact node) {
        suspects.add(node);
    }
}
