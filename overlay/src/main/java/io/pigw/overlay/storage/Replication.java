package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps each value on the node in whose arc it lies and on the next two (RFC 6940 §10.4 to §10.6). The first of the three sees
 * to it that the others have it; each of the others that the first has it; who is none of them hands it to the first, and lets go
 * of it then. So whoever of the three is left, they are complete again soon after the neighbours have found each other. Passive:
 * on its node's thread.
 */
final class Replication implements AutoCloseable {

    /** Resources that are offered at the same time. */
    static final int MAX_UNDER_WAY = 8;

    private final LocalNode local;
    private final NodePorts ports;
    private final ReplicaSets sets;
    private final RecordStore store;
    private final Lookup lookup;
    private final ReplicationOptions options;
    private final Offers offers;
    private final Acknowledged acknowledged = new Acknowledged();

    private final SequencedSet<ResourceId> due = new LinkedHashSet<>();
    private final SequencedSet<ResourceId> failed = new LinkedHashSet<>();
    private final Set<ResourceId> underWay = new HashSet<>();
    private Duration pause;
    private Scheduler.@Nullable Cancellable nextRound;
    private Scheduler.@Nullable Cancellable nextRefresh;
    private boolean running = true;
    private boolean pumping;

    /** Something was taken since the last pause: who refuses for the rate takes more soon. */
    private boolean progressed;

    private @Nullable Runnable handedOver;

    Replication(
            LocalNode local,
            NodePorts ports,
            ReplicaSets sets,
            RecordStore store,
            Lookup lookup,
            ReplicationOptions options) {
        this.local = local;
        this.ports = ports;
        this.sets = sets;
        this.store = store;
        this.lookup = lookup;
        this.options = options;
        this.pause = options.retry();
        this.offers = new Offers(ports, options.requestTimeout());
        if (!store.resources().isEmpty()) {
            refresh();
        }
    }

    /** The nodes that should hold what is here may be others now. */
    void neighboursChanged() {
        if (running) {
            acknowledged.retain(sets.all());
            pause = options.retry();
            roundIn(options.settle());
        }
    }

    /** Something new is held here. */
    void changed(ResourceId resource) {
        if (running) {
            if (nextRefresh == null) {
                nextRefresh = ports.scheduler().schedule(options.refresh(), this::refresh);
            }
            due.add(resource);
            next();
        }
    }

    /** The neighbour that hands out the replicas of a resource has these values itself: it need not be offered them. */
    void heldBy(NodeId node, ResourceId resource, List<StoredValue> values) {
        if (sets.all().stream().noneMatch(neighbour -> neighbour.id().equals(node))) {
            return;
        }
        List<HeldValue> current = store.find(resource);
        current.stream()
                .filter(held -> values.contains(held.value()))
                .forEach(held -> acknowledged.add(node, resource, held, current));
    }

    /** Gives everything to those that hold it when this node is gone. The task runs once, in any case within the limit. */
    void handOver(Runnable done) {
        close();
        handedOver = done;
        ports.scheduler().schedule(options.handOver(), this::finishHandOver);
        due.addAll(store.resources());
        next();
    }

    @Override
    public void close() {
        running = false;
        cancel(nextRound);
        cancel(nextRefresh);
        nextRefresh = null;
        due.clear();
        failed.clear();
    }

    private void refresh() {
        acknowledged.clear();
        nextRefresh = ports.scheduler().schedule(options.refresh(), this::refresh);
        roundIn(options.settle());
    }

    private void roundIn(Duration delay) {
        cancel(nextRound);
        nextRound = ports.scheduler().schedule(delay, () -> {
            store.removeEnded(ports.clock().instant());
            due.addAll(store.resources());
            next();
        });
    }

    private void next() {
        if (pumping) {
            return;
        }
        pumping = true;
        Optional<ResourceId> ready = ready();
        while (ready.isPresent()) {
            due.remove(ready.get());
            underWay.add(ready.get());
            work(ready.get());
            ready = ready();
        }
        pumping = false;
        if (due.isEmpty() && underWay.isEmpty()) {
            onIdle();
        }
    }

    private Optional<ResourceId> ready() {
        return underWay.size() < MAX_UNDER_WAY
                ? due.stream().filter(resource -> !underWay.contains(resource)).findFirst()
                : Optional.empty();
    }

    private void onIdle() {
        if (handedOver != null && failed.isEmpty()) {
            finishHandOver();
        } else if (handedOver != null) {
            again(options.settle());
        } else if (running && !failed.isEmpty()) {
            if (progressed) {
                pause = options.retry();
            }
            progressed = false;
            again(pause);
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(options.refresh()) < 0 ? longer : options.refresh();
        }
    }

    private void again(Duration delay) {
        List<ResourceId> resources = new ArrayList<>(failed);
        failed.clear();
        cancel(nextRound);
        nextRound = ports.scheduler().schedule(delay, () -> {
            due.addAll(resources);
            next();
        });
    }

    private void work(ResourceId resource) {
        List<HeldValue> held = store.find(resource).stream()
                .filter(value -> value.content().end().isAfter(ports.clock().instant()))
                .toList();
        NodeId place = resource.placeIn(local.ring());
        List<NodeContact> set = handedOver != null ? sets.withoutSelf(place) : sets.of(place);
        if (held.isEmpty()) {
            done(resource, true);
        } else if (handedOver != null) {
            offer(resource, held, set, set);
        } else if (set.isEmpty()) {
            lookup.lookup(place, answer -> {
                if (answer == null || answer.responsible().id().equals(local.id())) {
                    done(resource, false);
                } else {
                    handOn(resource, held, answer.responsible());
                }
            });
        } else if (!set.contains(local.contact())) {
            handOn(resource, held, set.getFirst());
        } else if (set.getFirst().equals(local.contact())) {
            offer(resource, held, set, set.subList(1, set.size()));
        } else {
            offer(resource, held, set, set.subList(0, 1));
        }
    }

    private void handOn(ResourceId resource, List<HeldValue> held, NodeContact to) {
        offers.offer(to, resource, 0, held, _ -> {}, all -> {
            if (all && running && store.find(resource).equals(held)) {
                store.remove(resource);
                acknowledged.forget(resource);
            }
            done(resource, all);
        });
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
        int[] open = {lacking.size()};
        boolean[] all = {true};
        Consumer<Boolean> each = ok -> {
            all[0] &= ok;
            if (--open[0] == 0) {
                done(resource, all[0]);
            }
        };
        for (NodeContact target : lacking) {
            List<HeldValue> missing = acknowledged.missing(target.id(), resource, held);
            Consumer<HeldValue> taken = value -> acknowledged.add(target.id(), resource, value, held);
            offers.offer(target, resource, set.indexOf(target), missing, taken, each);
        }
    }

    private void done(ResourceId resource, boolean ok) {
        underWay.remove(resource);
        progressed |= ok;
        if (!ok && (running || handedOver != null)) {
            failed.add(resource);
        }
        next();
    }

    private void finishHandOver() {
        Runnable done = handedOver;
        if (done != null) {
            handedOver = null;
            cancel(nextRound);
            due.clear();
            done.run();
        }
    }

    private static void cancel(Scheduler.@Nullable Cancellable task) {
        if (task != null) {
            task.cancel();
        }
    }
}
