package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.RecordMessage.FetchAnswer;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Stores in the ring and fetches from it: the nodes are looked up, then asked directly. It stores at all three that should hold
 * a value, and asks all three for what it fetches, for one alone may not know, or lie. On its node's thread.
 */
final class RecordClient {

    /** Each time with a new look-up: the ring may have changed between look-up and question. */
    static final int MAX_TRIES = 3;

    /** How long the third is waited for when two have answered a fetch: one that is silent shall not make each last long. */
    static final Duration GRACE = Duration.ofMillis(300);

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
        if (!isOneKind(values)) {
            then.accept(new StoreOutcome.Refused(Status.BAD_REQUEST.because("Not Values of One Kind")));
            return;
        }
        store(resource, values, 1, then);
    }

    private void store(ResourceId resource, List<HeldValue> values, int attempt, Consumer<StoreOutcome> then) {
        lookup.lookup(resource.placeIn(local.ring()), answer -> {
            if (answer == null) {
                storeAgain(resource, values, attempt, new StoreOutcome.Failed(), then);
                return;
            }
            List<NodeContact> holders = Replication.holders(answer);
            Agreement agreement = new Agreement(values.size(), holders.size());
            List<Response> refusals = new ArrayList<>();
            Once once = new Once(() -> {
                StoreOutcome outcome = outcome(agreement, refusals);
                if (outcome instanceof StoreOutcome.Answered(List<StoreResult> results)
                        && results.stream().noneMatch(StoreResult::mayPassLater)) {
                    then.accept(outcome);
                } else {
                    storeAgain(resource, values, attempt, outcome, then);
                }
            });
            Countdown countdown = new Countdown(holders.size(), once::run);
            for (int replica = 0; replica < holders.size(); replica++) {
                ask(holders.get(replica), offer(resource, replica, values), reply -> {
                    if (reply.orElse(null) instanceof RecordMessage.StoreAnswer stored) {
                        agreement.add(stored.results());
                    }
                    reply.filter(Response.class::isInstance)
                            .map(Response.class::cast)
                            .ifPresent(refusals::add);
                    if (agreement.allHeld()) {
                        once.run();
                    }
                    countdown.arrived();
                });
            }
        });
    }

    private RecordMessage.Store offer(ResourceId resource, int replica, List<HeldValue> values) {
        return new RecordMessage.Store(
                Transaction.mint(ports.random()),
                resource,
                replica,
                values.stream().map(HeldValue::value).toList(),
                HeldValue.certificates(values));
    }

    private static StoreOutcome outcome(Agreement agreement, List<Response> refusals) {
        StoreOutcome otherwise = refusals.isEmpty()
                ? new StoreOutcome.Failed()
                : new StoreOutcome.Refused(refusals.getFirst().status());
        return agreement.results().<StoreOutcome>map(StoreOutcome.Answered::new).orElse(otherwise);
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
        fetch(resource, kind, 1, List.of(), then);
    }

    private void fetch(
            ResourceId resource, Kind kind, int attempt, List<FetchAnswer> before, Consumer<FetchResult> then) {
        lookup.lookup(resource.placeIn(local.ring()), found -> {
            List<NodeContact> holders = found == null ? List.of() : Replication.holders(found);
            List<FetchAnswer> answers = new ArrayList<>(before);
            Once once = new Once(() -> conclude(resource, kind, attempt, answers, then));
            if (holders.isEmpty()) {
                once.run();
                return;
            }
            Countdown countdown = new Countdown(holders.size(), once::run);
            for (NodeContact holder : holders) {
                Transaction transaction = Transaction.mint(ports.random());
                ask(holder, new RecordMessage.Fetch(transaction, resource, kind.number()), reply -> {
                    if (reply.orElse(null) instanceof FetchAnswer answer) {
                        answers.add(answer);
                        if (answers.size() == before.size() + Agreement.ENOUGH) {
                            Scheduler.Cancellable _ = ports.scheduler().schedule(GRACE, once::run);
                        }
                    }
                    countdown.arrived();
                });
            }
        });
    }

    private void conclude(
            ResourceId resource, Kind kind, int attempt, List<FetchAnswer> answers, Consumer<FetchResult> then) {
        FetchResult result = validator.choose(resource, kind, List.copyOf(answers));
        if (result instanceof FetchResult.NothingSeen && attempt < MAX_TRIES) {
            fetch(resource, kind, attempt + 1, answers, then);
        } else {
            then.accept(result);
        }
    }

    /** All of a kind at one resource, with its access list, fit one message. */
    private static boolean isOneKind(List<HeldValue> values) {
        List<Integer> kinds = values.stream()
                .map(value -> value.content().kind())
                .filter(kind -> values.size() == 1 || kind != Kind.ACCESS_LIST.number())
                .distinct()
                .toList();
        int most = kinds.size() == 1
                ? Kind.find(kinds.getFirst()).map(Kind::maxValues).orElse(0)
                : 0;
        return most > 0 && values.size() <= most + 1;
    }

    /** What came back, if anything did. */
    private void ask(NodeContact node, RecordMessage request, Consumer<Optional<P2psipMessage>> then) {
        if (node.id().equals(local.id())) {
            own.onOwn(ports.signer().certificate(), request, reply -> then.accept(Optional.of(reply)));
            return;
        }
        ports.transport().request(node, request, timeout, outcome -> {
            switch (outcome) {
                case Outcome.Answered answered -> then.accept(Optional.of(answered.answer()));
                case Outcome.TimedOut _, Outcome.Unreachable _ -> then.accept(Optional.empty());
            }
        });
    }

    /** Runs a task the first time that it is asked to. */
    private static final class Once {
        private final Runnable task;
        private boolean ran;

        Once(Runnable task) {
            this.task = task;
        }

        void run() {
            if (!ran) {
                ran = true;
                task.run();
            }
        }
    }
}
