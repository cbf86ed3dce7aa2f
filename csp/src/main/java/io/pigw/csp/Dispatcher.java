package io.pigw.csp;

import io.pigw.csp.admit.Admitter;
import io.pigw.csp.locate.AddressRule;
import io.pigw.csp.names.UserNames;
import io.pigw.csp.relay.GatewayRelay;
import io.pigw.csp.relay.LocateService;
import io.pigw.csp.relay.NodeRelay;
import io.pigw.csp.relay.PeerRelay;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.csp.ArcProver;
import io.pigw.overlay.limit.DelayGate;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.Pinger;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.Records;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;

/** Hands each message that comes to the part of the CSP whose it is, by its type and the sender's role. On the CSP's thread. */
record Dispatcher(
        RequestGate gate,
        DelayGate delays,
        ChordNode chord,
        Admitter admitter,
        ArcProver prover,
        PingForwarder forwarder,
        Pinger pinger,
        AddressRule addresses,
        GatewayRelay gatewayRelay,
        PeerRelay peerRelay,
        NodeRelay nodeRelay,
        ClientService clientService,
        LocateService locateService,
        Records records,
        UserNames names) {

    void onRequest(Inbound inbound) {
        if (inbound.from().role() == Role.ENROLLMENT) {
            refuseAllButRevocations(inbound);
            return;
        }
        if (!gate.admits(inbound)) {
            return;
        }
        if (inbound.from().role() == Role.PEER) {
            prover.heard(inbound.from().id());
        }
        if (inbound.from().role() == Role.CLIENT) {
            clientService.onRequest(inbound);
            return;
        }
        switch (inbound.message()) {
            case MessageRequest message -> onMessage(inbound, message);
            case PingRequest ping -> forwarder.onPingRequest(inbound, ping);
            case PingResponse response -> {
                addresses.observed(
                        inbound.from().id(), inbound.observedAddress().host());
                pinger.onPingResponse(inbound, response);
            }
            case AuditRequest request -> forwarder.onAuditRequest(inbound, request);
            case LocateRequest request -> locateService.onRequest(inbound, request);
            case ChordMessage message -> onChord(inbound, message);
            case NameMessage.Fetch fetch -> onFetch(inbound, fetch);
            case RecordMessage message -> onRecord(inbound, message);
            case TrustMessage.OpinionRequest _,
                    TrustMessage.NodeOpinionRequest _,
                    TrustMessage.OutcomeReport _,
                    TrustMessage.EvidenceReport _,
                    UnknownRequest _ -> answer(inbound, Status.NOT_IMPLEMENTED);
            case Response _,
                    RevocationNotice _,
                    PingReceipt _,
                    AuditAnswer _,
                    LocateAnswer _,
                    NameMessage.FetchAnswer _,
                    TrustMessage.NodeOpinionAnswer _,
                    TrustMessage.OpinionResponse _ -> {}
        }
    }

    /** The enrollment server brings what is revoked, which is not for the dispatcher, and nothing else. */
    private static void refuseAllButRevocations(Inbound inbound) {
        if (!(inbound.message() instanceof RevocationNotice)) {
            answer(inbound, Status.FORBIDDEN);
        }
    }

    private void onMessage(Inbound inbound, MessageRequest message) {
        switch (inbound.from().role()) {
            case GATEWAY -> {
                if (delays.admits(inbound)) {
                    gatewayRelay.onMessage(inbound, message);
                }
            }
            case PEER ->
                NodeRelay.destination(message)
                        .ifPresentOrElse(
                                node -> nodeRelay.onMessage(inbound, message, node),
                                () -> peerRelay.onMessage(inbound, message));
            case CSP ->
                NodeRelay.destination(message)
                        .ifPresentOrElse(
                                node -> nodeRelay.onMessage(inbound, message, node),
                                () -> answer(inbound, Status.FORBIDDEN));
            case SOS, ENROLLMENT, CLIENT, OPERATOR -> inbound.reply().accept(Response.to(message, Status.FORBIDDEN));
        }
    }

    private void onChord(Inbound inbound, ChordMessage message) {
        if (message instanceof ChordMessage.JoinRequest join && inbound.from().role() == Role.PEER) {
            admitter.onJoin(inbound, join);
        } else if (message instanceof ChordMessage.ArcProofRequest request) {
            prover.onRequest(inbound, request);
        } else {
            chord.onRequest(inbound);
        }
    }

    /** A peer that nobody can dial has no place in the ring: records are stored and fetched for it, as for a client. */
    private void onRecord(Inbound inbound, RecordMessage message) {
        if (clientService.serves(inbound.from().id())) {
            clientService.onRequest(inbound);
        } else {
            records.onRequest(inbound, message);
        }
    }

    private void onFetch(Inbound inbound, NameMessage.Fetch fetch) {
        if (inbound.from().role() == Role.GATEWAY) {
            names.resolve(
                    fetch.user(),
                    nodes -> inbound.reply().accept(new NameMessage.FetchAnswer(fetch.transaction(), nodes)));
        } else {
            answer(inbound, Status.FORBIDDEN);
        }
    }

    private static void answer(Inbound inbound, Status status) {
        inbound.reply().accept(Response.to(inbound.message(), status));
    }
}
