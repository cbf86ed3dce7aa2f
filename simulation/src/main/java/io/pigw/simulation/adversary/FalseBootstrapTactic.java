package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import java.util.ArrayList;
import java.util.List;

/** Admits whoever asks, to a ring in which only bad nodes are. */
record FalseBootstrapTactic(Accomplice self) implements Tactic {

    private static final int NAMED = 4;

    @Override
    public boolean swallows(Inbound inbound) {
        if (!(inbound.message() instanceof JoinRequest join)) {
            return false;
        }
        NodeId joiner = join.joiner().id();
        List<NodeContact> successors = new ArrayList<>(self.conspiracy().clockwiseFrom(joiner, joiner));
        List<NodeContact> predecessors = new ArrayList<>(self.conspiracy().antiClockwiseFrom(joiner, joiner));
        inbound.reply()
                .accept(new JoinAnswer(
                        join.transaction(),
                        predecessors.stream().limit(NAMED).toList(),
                        successors.stream().limit(NAMED).toList(),
                        List.of()));
        return true;
    }
}
