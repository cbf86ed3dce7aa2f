package io.pigw.overlay.storage;

import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
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
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The node that others store at and fetch from (RFC 6940 §7.4). It holds values of anybody and believes nobody; it shows what
 * lies in its own arc and its replicas alike. Passive: on its node's thread.
 */
final class RecordService {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final NodePorts ports;
    private final RecordStore held;
    private final SenderBuckets senders;
    private final RecordValidator validator;
    private final StorageEvents events;

    /**
     * Of one node.
     *
     * @param held what it holds, empty or from before
     * @param validator judges what is to be held, and holds it there
     */
    RecordService(NodePorts ports, RecordStore held, RecordValidator validator, Rate rate, StorageEvents events) {
        this.ports = ports;
        this.held = held;
        this.validator = validator;
        this.senders = new SenderBuckets(rate, ports.clock());
        this.events = events;
    }

    /** Takes a request that came over a link; an answer that answers nothing is dropped. */
    void onRequest(Inbound inbound, RecordMessage message) {
        switch (message) {
            case RecordMessage.Store store -> {
                NodeId from = inbound.from().id();
                if (!isMember(inbound)) {
                    inbound.reply().accept(refused(store, Status.FORBIDDEN));
                } else if (!senders.tryTake(from, cost(store))) {
                    events.limited();
                    inbound.reply().accept(busy(store));
                } else {
                    store(from, store, inbound.reply());
                }
            }
            case RecordMessage.Fetch fetch ->
                inbound.reply()
                        .accept(isMember(inbound) ? fetch(inbound.from(), fetch) : refused(fetch, Status.FORBIDDEN));
            case RecordMessage.StoreAnswer _, RecordMessage.FetchAnswer _ -> {}
        }
    }

    /** What this node asks itself: by the same rules as others, but for how much at a time. */
    void onOwn(NodeCertificate self, RecordMessage request, Consumer<P2psipMessage> then) {
        switch (request) {
            case RecordMessage.Store store -> store(self.id(), store, then);
            case RecordMessage.Fetch fetch -> then.accept(fetch(self, fetch));
            case RecordMessage.StoreAnswer _, RecordMessage.FetchAnswer _ ->
                then.accept(refused(request, Status.BAD_REQUEST));
        }
    }

    /** Answers once what is held from now on is durable. */
    private void store(NodeId from, RecordMessage.Store store, Consumer<P2psipMessage> reply) {
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
        if (Arrays.stream(results).allMatch(RecordService::costsNothing)) {
            senders.giveBack(from, cost(store));
        }
        if (changed) {
            events.changed(store.resource());
        }
        RecordMessage.StoreAnswer answer = new RecordMessage.StoreAnswer(store.transaction(), List.of(results));
        held.whenDurable(durable -> {
            if (!durable) {
                events.notDurable();
            }
            reply.accept(durable ? answer : busy(store));
        });
    }

    /** Signatures to be checked at most, of values or of certificates. */
    private static int cost(RecordMessage.Store store) {
        return Math.max(store.values().size(), store.certificates().size());
    }

    /** Found out before any signature was looked at. */
    private static boolean costsNothing(StoreResult result) {
        return result == StoreResult.KNOWN || result == StoreResult.OLDER || result == StoreResult.NOT_HERE;
    }

    private static Response busy(RecordMessage request) {
        return Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
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
        List<HeldValue> shown = new ArrayList<>(validator.inForce(fetch.resource(), kind.number()));
        if (kind.isGrantable()) {
            shown.addAll(validator.inForce(fetch.resource(), Kind.ACCESS_LIST.number()));
        }
        return answer(fetch.transaction(), fetch.resource(), shown);
    }

    private static RecordMessage.FetchAnswer answer(
            Transaction transaction, ResourceId resource, List<HeldValue> held) {
        List<StoredValue> values = held.stream().map(HeldValue::value).toList();
        return new RecordMessage.FetchAnswer(transaction, resource, values, HeldValue.certificates(held));
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
