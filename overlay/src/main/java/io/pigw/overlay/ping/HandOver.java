package io.pigw.overlay.ping;

import io.pigw.overlay.chord.RoutingView;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands a ping to the first of several nodes that takes it, and signs for that. A refusal is one node's word, whatever it says:
 * that nobody holds the ID, or that the copy came before, is what a liar would say too. So the next one is asked; so it is when
 * a node takes the ping and does not sign.
 */
final class HandOver {

    /** How long one who refused a ping, or did not answer, is asked after others. */
    static final Duration REFUSAL_COUNTS = Duration.ofMinutes(5);

    private static final int MAX_REFUSALS = 4_096;

    private final NodePorts ports;
    private final RoutingView view;
    private final PingOptions options;
    private final ReceiptChecks receipts;
    private final LinkedHashMap<NodeId, Instant> refusals = new LinkedHashMap<>();
    private int pending;

    HandOver(NodePorts ports, RoutingView view, PingOptions options, ReceiptChecks receipts) {
        this.ports = ports;
        this.view = view;
        this.options = options;
        this.receipts = receipts;
    }

    /**
     * A ping that was taken.
     *
     * @param ping as it was handed over
     * @param receipt who took it
     */
    record Taken(PingRequest ping, PingReceipt receipt) {}

    /** How many pings are being handed over now. */
    int pending() {
        return pending;
    }

    /**
     * Tries the candidates in order, until so many as are to be tried have said nothing; a refusal costs no time.
     *
     * @param signed makes the ping for a candidate, with a fresh transaction
     * @param taken told once who took it, if anybody did
     */
    void start(
            List<NodeContact> candidates, Function<NodeContact, PingRequest> signed, Consumer<Optional<Taken>> taken) {
        pending++;
        Deque<NodeContact> left = new ArrayDeque<>(candidates);
        next(left, options.tries(), signed, result -> {
            pending--;
            taken.accept(result);
        });
    }

    /**
     * The same nodes, those last that refused a ping or left it unanswered a short while ago. The destination stays where it is: nobody else can take a ping
     * in its place.
     */
    List<NodeContact> willingFirst(List<NodeContact> nodes, NodeId destination) {
        Instant now = ports.clock().instant();
        while (!refusals.isEmpty() && !refusals.firstEntry().getValue().isAfter(now)) {
            refusals.pollFirstEntry();
        }
        if (refusals.isEmpty()) {
            return nodes;
        }
        List<NodeContact> order = new ArrayList<>(nodes);
        order.removeIf(node -> isUnwilling(node, destination));
        nodes.stream().filter(node -> isUnwilling(node, destination)).forEach(order::add);
        return order;
    }

    private boolean isUnwilling(NodeContact node, NodeId destination) {
        return refusals.containsKey(node.id()) && !node.id().equals(destination);
    }

    /** That a ping was there before, or came a long way, says nothing of the next. */
    private static boolean isOfThisPing(P2psipMessage refusal) {
        return refusal instanceof Response response
                && (response.status().equals(Status.LOOP_DETECTED)
                        || response.status().equals(Status.TOO_MANY_HOPS));
    }

    private void note(NodeContact node) {
        if (refusals.size() >= MAX_REFUSALS) {
            refusals.pollFirstEntry();
        }
        refusals.putLast(node.id(), ports.clock().instant().plus(REFUSAL_COUNTS));
    }

    private void next(
            Deque<NodeContact> left,
            int patience,
            Function<NodeContact, PingRequest> signed,
            Consumer<Optional<Taken>> taken) {
        NodeContact node = patience == 0 ? null : left.pollFirst();
        if (node == null) {
            taken.accept(Optional.empty());
            return;
        }
        PingRequest ping = signed.apply(node);
        ports.transport().request(node, ping, options.hopTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered(PingReceipt receipt, var by)
                when receipts.isFrom(by, ping.route(), receipt) -> taken.accept(Optional.of(new Taken(ping, receipt)));
                case Outcome.Answered(var refusal, var _) -> {
                    if (!isOfThisPing(refusal)) {
                        note(node);
                    }
                    next(left, patience, signed, taken);
                }
                case Outcome.TimedOut _ -> {
                    note(node);
                    view.suspect(node);
                    next(left, patience - 1, signed, taken);
                }
                case Outcome.Unreachable _ -> {
                    view.suspect(node);
                    next(left, patience - 1, signed, taken);
                }
            }
        });
    }
}
