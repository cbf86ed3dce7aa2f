package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The node that others store at and fetch from (RFC 6940 §7.4). It holds values of anybody and believes nobody; it shows what
 * lies in its own arc and its replicas alike. Passive: on its node's thread.
 */
public final class RecordService {

    private final NodePorts ports;
    private final RecordValidator validator;
    private final StorageEvents events;

    /** @param store what it holds, empty or from before */
    public RecordService(
            LocalNode local, NodePorts ports, ReplicaSets replicas, RecordStore store, StorageEvents events) {
        this.ports = ports;
        this.events = events;
        this.validator = new RecordValidator(local, replicas, store, ports.clock(), ports.verifier());
    }

    /** Takes a request that came over a link; an answer that answers nothing is dropped. */
    public void onRequest(Inbound inbound, RecordMessage message) {
        switch (message) {
            case RecordMessage.Store store ->
                inbound.reply()
                        .accept(
                                isMember(inbound)
                                        ? store(inbound.from().id(), store)
                                        : refused(store, Status.FORBIDDEN));
            case RecordMessage.Fetch fetch ->
                inbound.reply()
                        .accept(isMember(inbound) ? fetch(inbound.from(), fetch) : refused(fetch, Status.FORBIDDEN));
            case RecordMessage.StoreAnswer _, RecordMessage.FetchAnswer _ -> {}
        }
    }

    /** What this node asks itself: by the same rules as others. */
    P2psipMessage onOwn(NodeCertificate self, RecordMessage request) {
        return switch (request) {
            case RecordMessage.Store store -> store(self.id(), store);
            case RecordMessage.Fetch fetch -> fetch(self, fetch);
            case RecordMessage.StoreAnswer _, RecordMessage.FetchAnswer _ -> refused(request, Status.BAD_REQUEST);
        };
    }

    private RecordMessage.StoreAnswer store(NodeId from, RecordMessage.Store store) {
        Certificates certificates = new Certificates(ports.verifier(), store.certificates());
        StoreResult[] results = new StoreResult[store.values().size()];
        boolean changed = false;
        for (int index : listsFirst(store.values())) {
            StoredValue value = store.values().get(index);
            results[index] = validator.store(store.resource(), store.replica(), value, certificates);
            changed |= results[index] == StoreResult.STORED;
            events.offered(results[index]);
        }
        if (store.replica() > 0) {
            events.replicated(from, store.resource(), store.values());
        }
        if (changed) {
            events.changed(store.resource());
        }
        return new RecordMessage.StoreAnswer(store.transaction(), List.of(results));
    }

    /** What the reader may see of what is held, or a response that says why not. */
    private P2psipMessage fetch(NodeCertificate reader, RecordMessage.Fetch fetch) {
        Kind kind = Kind.find(fetch.kind()).orElse(null);
        if (kind == null) {
            return refused(fetch, Status.NOT_IMPLEMENTED.because("Unknown Kind"));
        }
        if (!validator.mayRead(fetch.resource(), kind, reader)) {
            return refused(fetch, Status.FORBIDDEN);
        }
        List<HeldValue> held = new ArrayList<>(validator.inForce(fetch.resource(), kind.number()));
        if (kind.isGrantable()) {
            held.addAll(validator.inForce(fetch.resource(), Kind.ACCESS_LIST.number()));
        }
        return answer(fetch.transaction(), fetch.resource(), held);
    }

    private static RecordMessage.FetchAnswer answer(
            Transaction transaction, ResourceId resource, List<HeldValue> held) {
        List<StoredValue> values = held.stream().map(HeldValue::value).toList();
        return new RecordMessage.FetchAnswer(transaction, resource, values, certificates(held));
    }

    /** Of the authors, each once. */
    static List<Bytes> certificates(List<HeldValue> held) {
        return held.stream().map(HeldValue::certificate).distinct().toList();
    }

    /** An access list decides about what comes with it. */
    private static List<Integer> listsFirst(List<StoredValue> values) {
        List<Integer> lists = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            boolean list = values.get(i).content().kind() == Kind.ACCESS_LIST.number();
            (list ? lists : others).add(i);
        }
        return Stream.concat(lists.stream(), others.stream()).toList();
    }

    private static boolean isMember(Inbound inbound) {
        return inbound.from().role().isRingMember();
    }

    private Response refused(RecordMessage request, Status why) {
        events.refused();
        return Response.to(request, why);
    }
}
