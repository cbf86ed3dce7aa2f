package io.pigw.overlay.chord;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.Response;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Asks nodes that look dead for a sign of life, each once at a time. */
final class Suspects {

    private static final int MAX_SUSPECTS = 64;

    private final ChordContext chord;
    private final Consumer<NodeContact> dead;
    private final Consumer<NodeContact> notMember;
    private final Set<NodeId> asked = new HashSet<>();

    /**
     * @param dead told of a node that did not answer
     * @param notMember told of a node that answered that it is none
     */
    Suspects(ChordContext chord, Consumer<NodeContact> dead, Consumer<NodeContact> notMember) {
        this.chord = chord;
        this.dead = dead;
        this.notMember = notMember;
    }

    /** Those that have not answered yet. */
    Set<NodeId> waitedFor() {
        return asked;
    }

    void suspect(NodeContact node) {
        if (asked.size() >= MAX_SUSPECTS || !asked.add(node.id())) {
            return;
        }
        ask(node, true);
    }

    /** @param again whether it is asked once more when a link that others closed just then took the question with it */
    private void ask(NodeContact node, boolean again) {
        ChordMessage.Ping ping = new ChordMessage.Ping(chord.freshTransaction());
        chord.request(node, ping, chord.options().requestTimeout(), outcome -> {
            if (again && outcome instanceof Outcome.Unreachable lost && lost.mayHaveArrived()) {
                ask(node, false);
                return;
            }
            asked.remove(node.id());
            switch (outcome) {
                case Outcome.Answered answered when isAlive(answered) -> {}
                case Outcome.Answered _ -> notMember.accept(node);
                case Outcome.Unreachable unreachable when unreachable.isOverload() -> {}
                case Outcome.TimedOut _, Outcome.Unreachable _ -> dead.accept(node);
            }
        });
    }

    private static boolean isAlive(Outcome.Answered answered) {
        return answered.answer() instanceof Response response
                && response.status().isSuccess();
    }
}
