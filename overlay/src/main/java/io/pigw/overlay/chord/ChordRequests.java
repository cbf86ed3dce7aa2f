package io.pigw.overlay.chord;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.ChordMessage.ArcProofAnswer;
import io.pigw.p2psip.message.ChordMessage.ArcProofRequest;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.ChordMessage.LeaveRequest;
import io.pigw.p2psip.message.ChordMessage.Ping;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateAnswer;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.function.Consumer;

/** Answers what other members ask. A node speaks for itself alone: what it says it is must be what its link says. */
final class ChordRequests {

    private final ChordContext chord;
    private final Lookups lookups;
    private final Introductions introductions;
    private final Consumer<NodeContact> left;
    private final Runnable changed;

    /**
     * @param introductions takes up who closes the gap behind a leaver
     * @param left told of a node that says that it leaves
     * @param changed told when a neighbour list changed
     */
    ChordRequests(
            ChordContext chord,
            Lookups lookups,
            Introductions introductions,
            Consumer<NodeContact> left,
            Runnable changed) {
        this.chord = chord;
        this.lookups = lookups;
        this.introductions = introductions;
        this.left = left;
        this.changed = changed;
    }

    void onRequest(Inbound inbound, boolean member) {
        P2psipMessage message = inbound.message();
        if (!inbound.from().role().isRingMember()) {
            refuse(inbound, Status.FORBIDDEN);
        } else if (!(message instanceof ChordMessage request)) {
            refuse(inbound, Status.NOT_IMPLEMENTED);
        } else if (!member) {
            inbound.reply().accept(Response.to(message, Status.SERVICE_UNAVAILABLE));
        } else {
            answer(inbound, request);
        }
    }

    private void answer(Inbound inbound, ChordMessage request) {
        switch (request) {
            case UpdateRequest update -> onUpdate(inbound, update);
            case LeaveRequest leave -> onLeave(inbound, leave);
            case RouteQuery query when query.maxForwards() == 0 -> refuse(inbound, Status.TOO_MANY_HOPS);
            case RouteQuery query -> lookups.onQuery(inbound, query);
            case Ping ping -> inbound.reply().accept(Response.to(ping, Status.OK));
            case JoinRequest _, ArcProofRequest _ -> refuse(inbound, Status.FORBIDDEN);
            case JoinAnswer _, UpdateAnswer _, RouteQueryAnswer _, ArcProofAnswer _ ->
                chord.events().refused();
        }
    }

    private void onUpdate(Inbound inbound, UpdateRequest update) {
        if (!update.sender().id().equals(inbound.from().id())) {
            refuse(inbound, Status.FORBIDDEN);
            return;
        }
        boolean moved = chord.table().heard(update.sender());
        inbound.reply()
                .accept(new UpdateAnswer(
                        update.transaction(),
                        chord.table().predecessors(),
                        chord.table().successors()));
        if (moved) {
            changed.run();
        }
    }

    private void onLeave(Inbound inbound, LeaveRequest leave) {
        NodeContact leaver = leave.leaver();
        if (!leaver.id().equals(inbound.from().id())) {
            refuse(inbound, Status.FORBIDDEN);
            return;
        }
        RoutingTable table = chord.table();
        boolean wasSuccessor = leaver.equals(table.successor());
        boolean wasPredecessor = leaver.equals(table.predecessor());
        left.accept(leaver);
        if (wasSuccessor && !leave.successors().isEmpty()) {
            introductions.followSuccessor(leave.successors().getFirst(), leave.successors());
        }
        if (wasPredecessor && !leave.predecessors().isEmpty()) {
            introductions.followPredecessor(leave.predecessors().getFirst(), leave.predecessors());
        }
        inbound.reply().accept(Response.to(leave, Status.OK));
    }

    private void refuse(Inbound inbound, Status status) {
        chord.events().refused();
        inbound.reply().accept(Response.to(inbound.message(), status));
    }
}
