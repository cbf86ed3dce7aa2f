package io.pigw.csp;

import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.SenderBuckets;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Verifier;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.StoredValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores in the ring and fetches from it for clients, which take no part in it. What a client stores it has signed itself, and what
 * it gets it checks itself, so the CSP is not trusted with either; what is not for everybody to read it cannot fetch, for the nodes
 * that hold it show it to the reader at the other end of the link, and that is the CSP. On the CSP's thread.
 */
final class ClientRecords {

    /** Requests of clients under way at once. */
    static final int MAX_UNDER_WAY = 256;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final RecordAccess ring;
    private final Verifier verifier;
    private final SenderBuckets senders;
    private int underWay;

    /** @param rate values that one client may store, and questions that it may ask */
    ClientRecords(RecordAccess ring, NodePorts ports, Rate rate) {
        this.ring = ring;
        this.verifier = ports.verifier();
        this.senders = new SenderBuckets(rate, ports.clock());
    }

    /** Stores the client's own values. */
    void onStore(Inbound inbound, RecordMessage.Store store) {
        if (isTooFast(
                inbound,
                store,
                Math.max(store.values().size(), store.certificates().size()))) {
            return;
        }
        boolean isOwn = store.values().stream()
                .allMatch(value ->
                        value.content().author().node().equals(inbound.from().id()));
        if (!isOwn || store.replica() != 0) {
            inbound.reply().accept(Response.to(store, Status.FORBIDDEN.because("Not the Client's Own")));
            return;
        }
        List<HeldValue> values = held(store);
        if (values.isEmpty()) {
            inbound.reply().accept(Response.to(store, Status.BAD_REQUEST.because("No Valid Certificate")));
            return;
        }
        if (begins(inbound, store)) {
            ring.store(store.resource(), values, outcome -> {
                underWay--;
                inbound.reply().accept(answer(store, outcome));
            });
        }
    }

    /** Fetches what is for everybody to read. */
    void onFetch(Inbound inbound, RecordMessage.Fetch fetch) {
        Kind kind = Kind.find(fetch.kind()).orElse(null);
        if (kind == null) {
            inbound.reply().accept(Response.to(fetch, Status.NOT_IMPLEMENTED.because("Unknown Kind")));
        } else if (!kind.isReadByAnybody()) {
            inbound.reply().accept(Response.to(fetch, Status.FORBIDDEN.because("Shown to Members of the Ring Alone")));
        } else if (!isTooFast(inbound, fetch, 1) && begins(inbound, fetch)) {
            ring.fetch(fetch.resource(), kind, result -> {
                underWay--;
                inbound.reply().accept(answer(fetch, result));
            });
        }
    }

    /** With their certificates; none if one is missing. */
    private List<HeldValue> held(RecordMessage.Store store) {
        List<NodeCertificate> certificates = new ArrayList<>();
        for (Bytes der : store.certificates()) {
            if (verifier.check(der) instanceof Verifier.Verdict.Valid(NodeCertificate certificate)) {
                certificates.add(certificate);
            }
        }
        List<HeldValue> values = new ArrayList<>();
        for (StoredValue value : store.values()) {
            Bytes hash = value.content().author().certificateHash();
            certificates.stream()
                    .filter(certificate -> certificate.sha256().equals(hash))
                    .findFirst()
                    .ifPresent(certificate -> values.add(new HeldValue(value, certificate.der())));
        }
        return values.size() == store.values().size() ? values : List.of();
    }

    private boolean begins(Inbound inbound, RecordMessage request) {
        if (underWay >= MAX_UNDER_WAY) {
            inbound.reply().accept(busy(request));
            return false;
        }
        underWay++;
        return true;
    }

    private static P2psipMessage answer(RecordMessage.Store store, StoreOutcome outcome) {
        return switch (outcome) {
            case StoreOutcome.Answered answered ->
                new RecordMessage.StoreAnswer(store.transaction(), answered.results());
            case StoreOutcome.Refused(Status status)
            when status.code() == Status.BAD_REQUEST.code() -> Response.to(store, status);
            case StoreOutcome.Refused _, StoreOutcome.Failed _ -> busy(store);
        };
    }

    private boolean isTooFast(Inbound inbound, RecordMessage request, int cost) {
        boolean tooFast = !senders.tryTake(inbound.from().id(), cost);
        if (tooFast) {
            inbound.reply().accept(busy(request));
        }
        return tooFast;
    }

    private static Response busy(RecordMessage request) {
        return Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS);
    }

    private static P2psipMessage answer(RecordMessage.Fetch fetch, FetchResult result) {
        List<HeldValue> newest = result.newest();
        return new RecordMessage.FetchAnswer(
                fetch.transaction(),
                fetch.resource(),
                newest.stream().map(HeldValue::value).toList(),
                newest.stream().map(HeldValue::certificate).distinct().toList());
    }
}
