package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each value on the node in whose arc it lies and on the next two (RFC 6940 §10.4, §10.5). The first of the three sees
 * to it that the others have it; each of the others that the first has it; who is none of them hands it to all three, and lets go
 * of it when each of them has said that it holds it: nobody makes it do so alone. So whoever of the three is left, they are complete again soon after the neighbours have found each other. Passive:
 * on its node's thread.
 *
 * <pre>
 *   KEEPING --handOver--> HANDING_OVER --all is taken, or the limit--> CLOSED
 *   KEEPING, HANDING_OVER --close--> CLOSED
 * </pre>
 */
final class Replication implements AutoCloseable {

    /** What this node holds and would be taken by others: in force, as things stand. */
    @FunctionalInterface
    interface InForce {
        List<HeldValue> at(ResourceId resource);
    }

    private enum State {
        KEEPING,
        HANDING_OVER,
        CLOSED
    }

    private final LocalNode local;
    private final NodePorts ports;
    private final ReplicaSets sets;
    private final RecordStore store;
    private final InForce inForce;
    private final Lookup lookup;
    private final ReplicationOptions options;
    private final Offers offers;
    private final Acknowledged acknowledged = new Acknowledged();
    private final Pump pump;

    private State state = State.KEEPING;
    private Duration pause;
    private Scheduler.@Nullable Cancellable nextRound;
    private Scheduler.@Nullable Cancellable nextRetry;
    private Scheduler.@Nullable Cancellable nextRefresh;
    private Runnable handedOver = () -> {};

    /** Something was taken since the last pause: who refuses for the rate takes more soon. */
    private boolean progressed;

    Replication(
            LocalNode local,
            NodePorts ports,
            ReplicaSets sets,
            RecordStore store,
            InForce inForce,
            Lookup lookup,
            ReplicationOptions options) {
        this.local = local;
        this.ports = ports;
        this.sets = sets;
        this.store = store;
        this.inForce = inForce;
        this.lookup = lookup;
        this.options = options;
        this.pause = options.retry();
        this.offers = new Offers(ports, options.requestTimeout());
        this.pump = new Pump(ports.scheduler(), this::work, this::onIdle);
        if (!store.resources().isEmpty()) {
            refresh();
        }
    }

    /** The nodes that should hold what is here may be others now. */
    void neighboursChanged() {
        if (state == State.KEEPING) {
            acknowledged.retain(sets.all());
            pause = options.retry();
            roundIn(options.settle());
        }
    }

    /** Something new is held here. */
    void changed(ResourceId resource) {
        if (state == State.KEEPING) {
            if (nextRefresh == null) {
                nextRefresh = ports.scheduler().schedule(options.refresh(), this::refresh);
            }
            pump.add(List.of(resource));
        }
    }

    /**
     * Who hands out the replicas of a resource has these values itself and need not be offered them, if it is one of those that
     * should hold them: else it is about to let go of them.
     */
    void heldBy(NodeId node, ResourceId resource, List<StoredValue> values) {
        if (sets.of(resource.placeIn(local.ring())).stream().noneMatch(c -> c.id().equals(node))) {
            return;
        }
        List<HeldValue> current = store.find(resource);
        current.stream()
                .filter(held -> values.contains(held.value()))
                .forEach(held -> acknowledge(node, resource, held, current));
    }

    /**
     * Gives what the neighbours should hold to them, after this node has left the ring. The task runs once, in any case within the
     * limit.
     */
    void handOver(Runnable done) {
        close();
        state = State.HANDING_OVER;
        handedOver = done;
        Scheduler.Cancellable _ = ports.scheduler().schedule(options.handOver(), this::finishHandOver);
        pump.add(store.resources());
    }

    @Override
    public void close() {
        state = State.CLOSED;
        nextRound = cancelled(nextRound);
        nextRetry = cancelled(nextRetry);
        nextRefresh = cancelled(nextRefresh);
        pump.clear();
    }

    private void refresh() {
        acknowledged.clear();
        nextRefresh = ports.scheduler().schedule(options.refresh(), this::refresh);
        roundIn(options.settle());
    }

    /** One that is to come soon is not put off: whoever comes and goes all the time shall not keep it from coming. */
    private void roundIn(Duration delay) {
        if (nextRound != null) {
            return;
        }
        nextRound = ports.scheduler().schedule(delay, () -> {
            nextRound = null;
            offers.forgetSilence();
            store.removeEnded(ports.clock().instant());
            pump.add(store.resources());
        });
    }

    private void onIdle() {
        switch (state) {
            case KEEPING -> {
                if (!pump.hasFailed()) {
                    pause = options.retry();
                } else if (nextRetry == null) {
                    if (progressed) {
                        pause = options.retry();
                    }
                    progressed = false;
                    retryIn(pause);
                    Duration longer = pause.multipliedBy(2);
                    pause = longer.compareTo(options.refresh()) < 0 ? longer : options.refresh();
                }
            }
            case HANDING_OVER -> {
                if (pump.hasFailed()) {
                    retryIn(options.settle());
                } else {
                    finishHandOver();
                }
            }
            case CLOSED -> {}
        }
    }

    private void retryIn(Duration delay) {
        nextRetry = ports.scheduler().schedule(delay, () -> {
            nextRetry = null;
            offers.forgetSilence();
            pump.retryFailed();
        });
    }

    private void work(ResourceId resource) {
        List<HeldValue> held = inForce.at(resource);
        NodeId place = resource.placeIn(local.ring());
        if (held.isEmpty()) {
            done(resource, true);
        } else if (state == State.KEEPING) {
            keep(resource, place, held);
        } else {
            List<NodeContact> set = sets.withoutSelf(place);
            offer(resource, held, set, set);
        }
    }

    private void keep(ResourceId resource, NodeId place, List<HeldValue> held) {
        List<NodeContact> set = sets.of(place);
        if (set.isEmpty()) {
            lookup.lookup(place, answer -> handOn(resource, held, answer == null ? List.of() : holders(answer)));
            return;
        }
        acknowledged.retain(resource, set);
        if (!set.contains(local.contact())) {
            handOn(resource, held, set);
        } else if (set.getFirst().equals(local.contact())) {
            offer(resource, held, set, set.subList(1, set.size()));
        } else {
            offer(resource, held, set, set.subList(0, 1));
        }
    }

    /** The nodes that an answer says should hold it. */
    static List<NodeContact> holders(RouteQueryAnswer answer) {
        return Stream.concat(Stream.of(answer.responsible()), answer.successors().stream())
                .distinct()
                .limit(ReplicaSets.SIZE)
                .toList();
    }

    private void handOn(ResourceId resource, List<HeldValue> held, List<NodeContact> set) {
        if (set.size() < ReplicaSets.SIZE || set.contains(local.contact())) {
            done(resource, false);
            return;
        }
        Gather<Offers.Offered> answers = new Gather<>(set.size(), all -> {
            if (all.stream().allMatch(Offers.Offered::allHeld)
                    && state == State.KEEPING
                    && inForce.at(resource).equals(held)) {
                store.remove(resource);
                acknowledged.forget(resource);
            }
            done(resource, all.stream().noneMatch(Offers.Offered::mayPassLater));
        });
        for (NodeContact holder : set) {
            offers.offer(holder, resource, set.indexOf(holder), held, _ -> {}, answers::add);
        }
    }

    /** Each of the targets gets what it is not known to hold; its number is its place in the set. */
    private void offer(ResourceId resource, List<HeldValue> held, List<NodeContact> set, List<NodeContact> targets) {
        List<NodeContact> lacking = targets.stream()
                .filter(target ->
                        !acknowledged.missing(target.id(), resource, held).isEmpty())
                .toList();
        if (lacking.isEmpty()) {
            done(resource, true);
            return;
        }
        Gather<Offers.Offered> answers = new Gather<>(
                lacking.size(), all -> done(resource, all.stream().noneMatch(Offers.Offered::mayPassLater)));
        for (NodeContact target : lacking) {
            List<HeldValue> missing = acknowledged.missing(target.id(), resource, held);
            Consumer<HeldValue> taken = value -> acknowledge(target.id(), resource, value, held);
            offers.offer(target, resource, set.indexOf(target), missing, taken, answers::add);
        }
    }

    /** Only of neighbours is it remembered: whoever comes back may have forgotten. */
    private void acknowledge(NodeId node, ResourceId resource, HeldValue value, List<HeldValue> current) {
        if (sets.all().stream().anyMatch(neighbour -> neighbour.id().equals(node))) {
            acknowledged.add(node, resource, value, current);
        }
    }

    private void done(ResourceId resource, boolean ok) {
        progressed |= ok;
        pump.done(resource, ok || state == State.CLOSED);
    }

    private void finishHandOver() {
        if (state == State.HANDING_OVER) {
            close();
            handedOver.run();
        }
    }

    private static Scheduler.@Nullable Cancellable cancelled(Scheduler.@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
        return null;
    }
}
