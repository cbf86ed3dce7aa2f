package io.pigw.overlay.ping;

import io.pigw.overlay.chord.RoutingView;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hands a ping to the first of several nodes that takes it. A refusal is one node's word, whatever it says: that nobody holds
 * the ID, or that the copy came before, is what a liar would say too. So the next one is asked.
 */
final class HandOver {

    private final NodePorts ports;
    private final RoutingView view;
    private final PingOptions options;
    private int pending;

    HandOver(NodePorts ports, RoutingView view, PingOptions options) {
        this.ports = ports;
        this.view = view;
        this.options = options;
    }

    /** How many pings are being handed over now. */
    int pending() {
        return pending;
    }

    /**
     * Tries the candidates in order.
     *
     * @param signed makes the ping for a candidate, with a fresh transaction
     * @param taken told once whether one took it
     */
    void start(List<NodeContact> candidates, Function<NodeContact, PingRequest> signed, Consumer<Boolean> taken) {
        pending++;
        Deque<NodeContact> left = new ArrayDeque<>(candidates);
        next(left, signed, result -> {
            pending--;
            taken.accept(result);
        });
    }

    private void next(Deque<NodeContact> left, Function<NodeContact, PingRequest> signed, Consumer<Boolean> taken) {
        NodeContact node = left.pollFirst();
        if (node == null) {
            taken.accept(false);
            return;
        }
        ports.transport().request(node, signed.apply(node), options.hopTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered answered -> {
                    if (isTaken(answered.answer())) {
                        taken.accept(true);
                    } else {
                        next(left, signed, taken);
                    }
                }
                case Outcome.TimedOut _, Outcome.Unreachable _ -> {
                    view.suspect(node);
                    next(left, signed, taken);
                }
            }
        });
    }

    private static boolean isTaken(P2psipMessage answer) {
        return answer instanceof Response response && response.status().isSuccess();
    }
}
