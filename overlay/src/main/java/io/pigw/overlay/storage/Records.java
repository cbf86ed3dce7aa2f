package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member of the ring as one that holds, keeps and fetches records (RFC 6940 §7, §10.4). Its owner hands it the requests, tells
 * it when the neighbours change ({@code ChordEvents.neighboursChanged}), and lets it hand over once {@code ChordNode.leave} is
 * done. Passive: on its node's thread.
 */
public final class Records implements RecordAccess, AutoCloseable {

    private final RecordService service;
    private final RecordClient client;
    private final Replication replication;
    private final RecordStore store;

    /** The node's place in the ring. */
    public interface Place extends ReplicaSets.Neighbours, Lookup {}

    /** One that holds what is in the store, and keeps replicas from now on. */
    public Records(
            LocalNode local,
            NodePorts ports,
            ChordNode chord,
            RecordStore store,
            ReplicationOptions options,
            StorageEvents events) {
        this(local, ports, new PlaceOf(chord), store, options, events);
    }

    /** As the other, for a node whose Chord node may be made anew. */
    public Records(
            LocalNode local,
            NodePorts ports,
            Place place,
            RecordStore store,
            ReplicationOptions options,
            StorageEvents events) {
        this.store = store;
        ReplicaSets sets = new ReplicaSets(local, place);
        RecordValidator validator = new RecordValidator(local, sets, store, ports.clock(), ports.verifier());
        this.replication = new Replication(local, ports, sets, store, validator::inForce, place, options);
        StorageEvents both = new Both(events, replication);
        this.service = new RecordService(ports, store, validator, options.storeRate(), both);
        FetchValidator fetched = new FetchValidator(local, ports.clock(), ports.verifier());
        this.client = new RecordClient(local, ports, place, service, fetched, options.requestTimeout());
    }

    /** Takes a request that came over a link. */
    public void onRequest(Inbound inbound, RecordMessage message) {
        service.onRequest(inbound, message);
    }

    /** The nearest successor or predecessor, or a list of them, is another than before. */
    public void neighboursChanged() {
        replication.neighboursChanged();
    }

    @Override
    public void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
        client.store(resource, values, then);
    }

    @Override
    public void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
        client.fetch(resource, kind, then);
    }

    /** Gives everything to those that hold it from now on, after {@code ChordNode.leave}, and stops. */
    public void handOver(Runnable done) {
        replication.handOver(done);
    }

    /** Stops at once. Idempotent. */
    @Override
    public void close() {
        replication.close();
        store.close();
    }

    private record PlaceOf(ChordNode chord) implements Place {
        @Override
        public void lookup(NodeId place, Consumer<@Nullable RouteQueryAnswer> then) {
            chord.lookup(place, then);
        }

        @Override
        public List<NodeContact> predecessors() {
            return chord.predecessors();
        }

        @Override
        public List<NodeContact> successors() {
            return chord.successors();
        }

        @Override
        public boolean isMember() {
            return chord.isMember();
        }
    }

    private record Both(StorageEvents events, Replication replication) implements StorageEvents {
        @Override
        public void offered(StoreResult result) {
            events.offered(result);
        }

        @Override
        public void changed(ResourceId resource) {
            events.changed(resource);
            replication.changed(resource);
        }

        @Override
        public void replicated(NodeId by, ResourceId resource, List<StoredValue> values) {
            events.replicated(by, resource, values);
            replication.heldBy(by, resource, values);
        }

        @Override
        public void refused() {
            events.refused();
        }

        @Override
        public void limited() {
            events.limited();
        }

        @Override
        public void notDurable() {
            events.notDurable();
        }
    }
}
