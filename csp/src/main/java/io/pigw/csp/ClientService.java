package io.pigw.csp;

import io.pigw.csp.admit.AttachedClients;
import io.pigw.csp.relay.NodeRelay;
import io.pigw.csp.relay.PeerRelay;
import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;
import java.util.List;
import java.util.function.Function;

/**
 * What a client may ask of a CSP: who serves its own ID ({@code RouteQuery}), to have its own messages relayed, and to have records stored and
 * fetched. It has no place in the ring, so everything else of the ring, of routes, of names and of opinions is refused. On the CSP's thread.
 */
final class ClientService {

    private static final int RETRY_AFTER_SECONDS = 1;

    private final NodeContact self;
    private final AttachedClients clients;
    private final Function<NodeId, NodeContact> responsible;
    private final PeerRelay relay;
    private final ClientRecords records;
    private final NodeRelay nodeRelay;

    /**
     * Of one CSP.
     *
     * @param responsible the CSP whose arc holds an ID, among those that are up
     */
    ClientService(
            NodeContact self,
            AttachedClients clients,
            Function<NodeId, NodeContact> responsible,
            PeerRelay relay,
            NodeRelay nodeRelay,
            ClientRecords records) {
        this.self = self;
        this.clients = clients;
        this.responsible = responsible;
        this.relay = relay;
        this.records = records;
        this.nodeRelay = nodeRelay;
    }

    /** Whether a node is attached here: a client, or a peer that nobody can dial. */
    boolean serves(NodeId node) {
        return clients.isAttached(node);
    }

    /** Something of a client, or a record of a node that is served; that was checked. */
    void onRequest(Inbound inbound) {
        if (!serves(inbound.from().id())) {
            busy(inbound);
            return;
        }
        switch (inbound.message()) {
            case MessageRequest message ->
                NodeRelay.destination(message)
                        .ifPresentOrElse(
                                node -> nodeRelay.onMessage(inbound, message, node),
                                () -> relay.onMessage(inbound, message));
            case ChordMessage.RouteQuery query
            when query.target().equals(inbound.from().id()) -> whoServes(inbound, query);
            case ChordMessage.Ping _ -> answer(inbound, Status.OK);
            case RecordMessage.Store store -> records.onStore(inbound, store);
            case RecordMessage.Fetch fetch -> records.onFetch(inbound, fetch);
            case UnknownRequest _ -> answer(inbound, Status.NOT_IMPLEMENTED);
            case PingRequest _, AuditRequest _, LocateRequest _, ChordMessage _, NameMessage.Fetch _, TrustMessage _ ->
                answer(inbound, Status.FORBIDDEN.because("Not a client's"));
            case Response _,
                    PingReceipt _,
                    AuditAnswer _,
                    PingResponse _,
                    LocateAnswer _,
                    RevocationNotice _,
                    NameMessage.FetchAnswer _,
                    RecordMessage.StoreAnswer _,
                    RecordMessage.FetchAnswer _ -> {}
        }
    }

    private void whoServes(Inbound inbound, ChordMessage.RouteQuery query) {
        NodeContact csp = responsible.apply(inbound.from().id());
        if (csp.id().equals(self.id())) {
            inbound.reply().accept(new ChordMessage.RouteQueryAnswer(query.transaction(), self, List.of(), List.of()));
        } else {
            inbound.reply().accept(Response.to(query, Status.MOVED_TEMPORARILY).redirectTo(csp));
        }
    }

    private static void busy(Inbound inbound) {
        inbound.reply()
                .accept(Response.to(inbound.message(), Status.SERVICE_UNAVAILABLE)
                        .retryAfter(RETRY_AFTER_SECONDS));
    }

    private static void answer(Inbound inbound, Status status) {
        P2psipMessage message = inbound.message();
        inbound.reply().accept(Response.to(message, status));
    }
}
