package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import java.util.List;
import java.util.Optional;

/** Keeps the target out of what it says, and pings away from the target. Towards all others it behaves. */
record EclipseTactic(Accomplice self) implements Tactic {

    @Override
    public boolean swallows(Inbound inbound) {
        if (inbound.message() instanceof PingRequest ping && isTarget(ping.destination())) {
            inbound.reply().accept(self.receipt(ping));
            return true;
        }
        return false;
    }

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        return new Fate.Goes(
                to,
                message instanceof UpdateRequest update && !isTarget(to.id())
                        ? new UpdateRequest(
                                update.transaction(),
                                update.sender(),
                                without(update.predecessors()),
                                without(update.successors()))
                        : message);
    }

    @Override
    public P2psipMessage answer(Inbound request, P2psipMessage answer) {
        return switch (answer) {
            case UpdateAnswer update ->
                new UpdateAnswer(update.transaction(), without(update.predecessors()), without(update.successors()));
            case RouteQueryAnswer found ->
                new RouteQueryAnswer(
                        found.transaction(),
                        isTarget(found.responsible().id()) ? standIn(found) : found.responsible(),
                        without(found.predecessors()),
                        without(found.successors()));
            default -> answer;
        };
    }

    /** The bad node that follows the target next. */
    private NodeContact standIn(RouteQueryAnswer found) {
        Optional<NodeContact> next =
                self
                        .conspiracy()
                        .clockwiseFrom(
                                found.responsible().id(), found.responsible().id())
                        .stream()
                        .findFirst();
        return next.orElse(self.local().contact());
    }

    private List<NodeContact> without(List<NodeContact> nodes) {
        return nodes.stream().filter(node -> !isTarget(node.id())).toList();
    }

    private boolean isTarget(NodeId id) {
        return self.conspiracy().target().filter(id::equals).isPresent() && !id.equals(self.id());
    }
}
