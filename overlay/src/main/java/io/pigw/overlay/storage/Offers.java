package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Offers values of a resource to another node, in messages that each fit: those of a kind, an access list with what it is for. */
final class Offers {

    private final NodePorts ports;
    private final Duration timeout;
    private final Set<NodeId> silent = new HashSet<>();

    Offers(NodePorts ports, Duration timeout) {
        this.ports = ports;
        this.timeout = timeout;
    }

    /** From now on those too are asked that did not answer before. */
    void forgetSilence() {
        silent.clear();
    }

    /**
     * Offers them. Who did not answer is not asked: one that is silent shall not hold up what the others wait for.
     *
     * @param values one or more
     * @param held told of each that the node holds now
     * @param then told what became of all of them
     */
    void offer(
            NodeContact to,
            ResourceId resource,
            int replica,
            List<HeldValue> values,
            Consumer<HeldValue> held,
            Consumer<Offered> then) {
        if (silent.contains(to.id())) {
            then.accept(new Offered(false, true));
            return;
        }
        List<List<HeldValue>> messages = messages(values);
        List<StoreResult> all = new ArrayList<>();
        Countdown countdown = new Countdown(messages.size(), () -> then.accept(Offered.of(all)));
        for (List<HeldValue> message : messages) {
            send(to, resource, replica, message, results -> {
                for (int i = 0; i < message.size(); i++) {
                    StoreResult result = i < results.size() ? results.get(i) : StoreResult.REFUSED;
                    all.add(result);
                    if (result.isHeldOrNewer()) {
                        held.accept(message.get(i));
                    }
                }
                countdown.arrived();
            });
        }
    }

    /**
     * What became of values that were offered.
     *
     * @param allHeld the node holds all of them, or what supersedes them
     * @param mayPassLater it does not, and may take the rest another time
     */
    record Offered(boolean allHeld, boolean mayPassLater) {
        static Offered of(List<StoreResult> results) {
            return new Offered(
                    results.stream().allMatch(StoreResult::isHeldOrNewer),
                    results.stream().anyMatch(StoreResult::mayPassLater));
        }
    }

    private void send(
            NodeContact to,
            ResourceId resource,
            int replica,
            List<HeldValue> values,
            Consumer<List<StoreResult>> then) {
        RecordMessage.Store store = new RecordMessage.Store(
                Transaction.mint(ports.random()),
                resource,
                replica,
                values.stream().map(HeldValue::value).toList(),
                HeldValue.certificates(values));
        ports.transport().request(to, store, timeout, outcome -> {
            if (!(outcome instanceof Outcome.Answered)) {
                silent.add(to.id());
            }
            then.accept(results(outcome));
        });
    }

    private static List<StoreResult> results(Outcome outcome) {
        return outcome instanceof Outcome.Answered answered
                        && answered.answer() instanceof RecordMessage.StoreAnswer stored
                ? stored.results()
                : List.of();
    }

    private static List<List<HeldValue>> messages(List<HeldValue> values) {
        Map<Integer, List<HeldValue>> byKind = new TreeMap<>();
        for (HeldValue value : values) {
            int kind = value.content().kind();
            int group = kind == Kind.ACCESS_LIST.number() ? Kind.DATA.number() : kind;
            byKind.computeIfAbsent(group, _ -> new ArrayList<>()).add(value);
        }
        return List.copyOf(byKind.values());
    }
}
