package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.LeaveRequest;
import java.util.ArrayList;
import java.util.List;

/** Tells the nearest neighbours that this node leaves, and who closes the gap. */
final class Leaving {

    private final ChordContext chord;
    private final Runnable done;
    private int waiting;

    Leaving(ChordContext chord, Runnable done) {
        this.chord = chord;
        this.done = done;
    }

    void start() {
        List<NodeContact> told = new ArrayList<>();
        NodeContact successor = chord.table().successor();
        NodeContact predecessor = chord.table().predecessor();
        if (successor != null) {
            told.add(successor);
        }
        if (predecessor != null && !predecessor.equals(successor)) {
            told.add(predecessor);
        }
        waiting = told.size();
        if (waiting == 0) {
            done.run();
        }
        for (NodeContact neighbour : told) {
            LeaveRequest request = new LeaveRequest(
                    chord.freshTransaction(),
                    chord.self(),
                    chord.table().predecessors(),
                    chord.table().successors());
            chord.request(neighbour, request, chord.options().leaveTimeout(), _ -> {
                if (--waiting == 0) {
                    done.run();
                }
            });
        }
    }
}
