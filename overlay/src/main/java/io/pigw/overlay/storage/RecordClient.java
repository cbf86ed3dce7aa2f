package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.RecordMessage.FetchAnswer;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Stores in the ring and fetches from it: the node is looked up, then asked directly. What it fetches it asks of all three that
 * should hold it, for one alone may not know, or lie. On its node's thread.
 */
final class RecordClient {

    /** Each time with a new look-up: the ring may have changed between look-up and question. */
    static final int MAX_TRIES = 3;

    private final LocalNode local;
    private final NodePorts ports;
    private final Lookup lookup;
    private final RecordService own;
    private final FetchValidator validator;
    private final Duration timeout;

    RecordClient(
            LocalNode local,
            NodePorts ports,
            Lookup lookup,
            RecordService own,
            FetchValidator validator,
            Duration timeout) {
        this.local = local;
        this.ports = ports;
        this.lookup = lookup;
        this.own = own;
        this.validator = validator;
        this.timeout = timeout;
    }

    void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
        store(resource, values, 1, then);
    }

    private void store(ResourceId resource, List<HeldValue> values, int attempt, Consumer<StoreOutcome> then) {
        lookup.lookup(resource.placeIn(local.ring()), answer -> {
            if (answer == null) {
                storeAgain(resource, values, attempt, new StoreOutcome.Failed(), then);
                return;
            }
            RecordMessage.Store store = new RecordMessage.Store(
                    Transaction.mint(ports.random()),
                    resource,
                    0,
                    values.stream().map(HeldValue::value).toList(),
                    RecordService.certificates(values));
            ask(answer.responsible(), store, reply -> {
                if (reply instanceof RecordMessage.StoreAnswer stored
                        && stored.results().size() == values.size()) {
                    StoreOutcome outcome = new StoreOutcome.Answered(stored.results());
                    if (stored.results().contains(StoreResult.NOT_HERE)) {
                        storeAgain(resource, values, attempt, outcome, then);
                    } else {
                        then.accept(outcome);
                    }
                } else {
                    StoreOutcome outcome = reply instanceof Response refusal
                            ? new StoreOutcome.Refused(refusal.status())
                            : new StoreOutcome.Failed();
                    storeAgain(resource, values, attempt, outcome, then);
                }
            });
        });
    }

    private void storeAgain(
            ResourceId resource,
            List<HeldValue> values,
            int attempt,
            StoreOutcome outcome,
            Consumer<StoreOutcome> then) {
        if (attempt == MAX_TRIES) {
            then.accept(outcome);
        } else {
            store(resource, values, attempt + 1, then);
        }
    }

    void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
        fetch(resource, kind, 1, then);
    }

    private void fetch(ResourceId resource, Kind kind, int attempt, Consumer<FetchResult> then) {
        lookup.lookup(resource.placeIn(local.ring()), found -> {
            List<NodeContact> holders = found == null ? List.of() : holders(found);
            List<FetchAnswer> answers = new ArrayList<>();
            int[] open = {holders.size()};
            if (holders.isEmpty()) {
                conclude(resource, kind, attempt, answers, then);
            }
            for (NodeContact holder : holders) {
                Transaction transaction = Transaction.mint(ports.random());
                ask(holder, new RecordMessage.Fetch(transaction, resource, kind.number()), reply -> {
                    if (reply instanceof FetchAnswer answer) {
                        answers.add(answer);
                    }
                    if (--open[0] == 0) {
                        conclude(resource, kind, attempt, answers, then);
                    }
                });
            }
        });
    }

    private void conclude(
            ResourceId resource, Kind kind, int attempt, List<FetchAnswer> answers, Consumer<FetchResult> then) {
        FetchResult result = validator.choose(resource, kind, answers);
        if (result instanceof FetchResult.NothingSeen && attempt < MAX_TRIES) {
            fetch(resource, kind, attempt + 1, then);
        } else {
            then.accept(result);
        }
    }

    private static List<NodeContact> holders(RouteQueryAnswer answer) {
        return Stream.concat(Stream.of(answer.responsible()), answer.successors().stream())
                .distinct()
                .limit(ReplicaSets.SIZE)
                .toList();
    }

    /** The reply; a failure is the request itself, which answers nothing. */
    private void ask(NodeContact node, RecordMessage request, Consumer<P2psipMessage> then) {
        if (node.id().equals(local.id())) {
            own.onOwn(ports.signer().certificate(), request, then);
            return;
        }
        ports.transport().request(node, request, timeout, outcome -> {
            switch (outcome) {
                case Outcome.Answered answered -> then.accept(answered.answer());
                case Outcome.TimedOut _, Outcome.Unreachable _ -> then.accept(request);
            }
        });
    }
}
