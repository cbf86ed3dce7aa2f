package io.pigw.peer.records;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.FetchValidator;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client's way to records: its CSP stores and fetches for it. What it gets it checks as if a stranger had brought it. On the
 * client's thread.
 */
public final class CspRecords implements RecordAccess {

    /** For an answer of the CSP, which looks up and asks three nodes before it can give one. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final NodePorts ports;
    private final Supplier<Optional<NodeContact>> master;
    private final FetchValidator validator;

    /** @param master the CSP that serves the client now */
    public CspRecords(LocalNode local, NodePorts ports, Supplier<Optional<NodeContact>> master) {
        this.ports = ports;
        this.master = master;
        this.validator = new FetchValidator(local, ports.clock(), ports.verifier());
    }

    @Override
    public void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
        RecordMessage.Store store = new RecordMessage.Store(
                Transaction.mint(ports.random()),
                resource,
                0,
                values.stream().map(HeldValue::value).toList(),
                values.stream().map(HeldValue::certificate).distinct().toList());
        ask(store, outcome -> then.accept(stored(outcome, values.size())));
    }

    @Override
    public void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
        RecordMessage.Fetch fetch = new RecordMessage.Fetch(Transaction.mint(ports.random()), resource, kind.number());
        ask(
                fetch,
                outcome -> then.accept(validator.choose(
                        resource,
                        kind,
                        outcome instanceof Outcome.Answered answered
                                        && answered.answer() instanceof RecordMessage.FetchAnswer answer
                                ? List.of(answer)
                                : List.of())));
    }

    private static StoreOutcome stored(Outcome outcome, int values) {
        return switch (outcome) {
            case Outcome.Answered answered -> stored(answered.answer(), values);
            case Outcome.TimedOut _, Outcome.Unreachable _ -> new StoreOutcome.Failed();
        };
    }

    private static StoreOutcome stored(P2psipMessage answer, int values) {
        if (answer instanceof RecordMessage.StoreAnswer stored
                && stored.results().size() == values) {
            return new StoreOutcome.Answered(stored.results());
        }
        return new StoreOutcome.Refused(answer instanceof Response refusal ? refusal.status() : Status.BAD_REQUEST);
    }

    private void ask(RecordMessage request, Consumer<Outcome> then) {
        NodeContact csp = master.get().orElse(null);
        if (csp == null) {
            then.accept(new Outcome.Unreachable("no CSP serves this client now"));
        } else {
            ports.transport().request(csp, request, TIMEOUT, then);
        }
    }
}
