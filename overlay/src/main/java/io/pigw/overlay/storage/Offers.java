package io.pigw.overlay.storage;

import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Offers values of a resource to another node, in messages that each fit: those of a kind, an access list with what it is for. */
final class Offers {

    private final NodePorts ports;
    private final Duration timeout;

    Offers(NodePorts ports, Duration timeout) {
        this.ports = ports;
        this.timeout = timeout;
    }

    /**
     * Offers them.
     *
     * @param values one or more
     * @param held told of each that the node holds now
     * @param then told whether it holds all of them
     */
    void offer(
            NodeContact to,
            ResourceId resource,
            int replica,
            List<HeldValue> values,
            Consumer<HeldValue> held,
            Consumer<Boolean> then) {
        List<List<HeldValue>> messages = messages(values);
        int[] open = {messages.size()};
        boolean[] all = {true};
        for (List<HeldValue> message : messages) {
            send(
                    to,
                    resource,
                    replica,
                    message,
                    (value, isHeld) -> {
                        if (isHeld) {
                            held.accept(value);
                        } else {
                            all[0] = false;
                        }
                    },
                    () -> {
                        if (--open[0] == 0) {
                            then.accept(all[0]);
                        }
                    });
        }
    }

    private void send(
            NodeContact to,
            ResourceId resource,
            int replica,
            List<HeldValue> values,
            BiConsumer<HeldValue, Boolean> each,
            Runnable then) {
        RecordMessage.Store store = new RecordMessage.Store(
                Transaction.mint(ports.random()),
                resource,
                replica,
                values.stream().map(HeldValue::value).toList(),
                RecordService.certificates(values));
        ports.transport().request(to, store, timeout, outcome -> {
            List<StoreResult> results = results(outcome);
            for (int i = 0; i < values.size(); i++) {
                each.accept(values.get(i), i < results.size() && results.get(i).isHeld());
            }
            then.run();
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
