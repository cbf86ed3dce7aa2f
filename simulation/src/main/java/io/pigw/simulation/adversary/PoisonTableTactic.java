package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.ArrayList;
import java.util.List;

/** Names accomplices, and nodes that do not exist, as neighbours and as responsible for whatever is looked up. */
record PoisonTableTactic(Accomplice self) implements Tactic {

    private static final int LIES = 4;
    private static final HostPort NOWHERE = new HostPort("nobody.example", 9);

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        return new Fate.Goes(
                to,
                message instanceof UpdateRequest update
                        ? new UpdateRequest(
                                update.transaction(),
                                update.sender(),
                                falsePredecessors(to.id()),
                                falseSuccessors(to.id()))
                        : message);
    }

    @Override
    public P2psipMessage answer(Inbound request, P2psipMessage answer) {
        NodeId asker = request.from().id();
        return switch (answer) {
            case UpdateAnswer update ->
                new UpdateAnswer(update.transaction(), falsePredecessors(asker), falseSuccessors(asker));
            case RouteQueryAnswer found
            when request.message() instanceof RouteQuery query ->
                new RouteQueryAnswer(
                        found.transaction(),
                        self.conspiracy().clockwiseFrom(query.target(), asker).stream()
                                .findFirst()
                                .orElse(self.local().contact()),
                        falsePredecessors(query.target()),
                        falseSuccessors(query.target()));
            default -> answer;
        };
    }

    private List<NodeContact> falseSuccessors(NodeId of) {
        List<NodeContact> named = new ArrayList<>(
                self.conspiracy().clockwiseFrom(of, of).stream().limit(LIES).toList());
        named.add(phantom(self.local().ring().plusPowerOfTwo(of, 0)));
        return named;
    }

    private List<NodeContact> falsePredecessors(NodeId of) {
        List<NodeContact> named = new ArrayList<>(
                self.conspiracy().antiClockwiseFrom(of, of).stream().limit(LIES).toList());
        named.add(phantom(self.local().ring().random(self.random())));
        return named;
    }

    private static NodeContact phantom(NodeId id) {
        return new NodeContact(id, NOWHERE);
    }
}
