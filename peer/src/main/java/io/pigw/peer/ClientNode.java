package io.pigw.peer;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
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
import io.pigw.peer.inbox.Inbox;
import io.pigw.peer.inbox.InboxSignal;
import io.pigw.peer.membership.Attachment;
import io.pigw.peer.membership.CspChoice;
import io.pigw.peer.membership.Membership;
import io.pigw.peer.membership.MembershipOptions;
import io.pigw.peer.records.CspRecords;
import io.pigw.peer.text.Encrypting;
import io.pigw.peer.text.ImsSender;
import io.pigw.peer.text.OverlaySender;
import io.pigw.peer.text.Receiver;
import io.pigw.peer.text.Sender;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.trace.MessageTrace;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The parts of a client: it has no place in the ring and listens on nothing; it keeps one link to its CSP, over which its messages
 * go out and come in (RFC 6940 §3.2.1). Made by a thread that may block, then used and closed on its loop alone.
 */
final class ClientNode implements PeerParts {

    /** What stands in {@code Via} in place of an address, for there is none to connect to (RFC 2606 §2, as in RFC 7118 §5). */
    static final HostPort NOWHERE = new HostPort("client.invalid", 1);

    private final P2psipEndpoint endpoint;
    private final Receiver receiver;
    private final Outgoing outgoing;
    private final RecordAccess records;
    private final RecordWriter writer;
    private final Membership membership;

    ClientNode(
            PeerConfig config,
            NodeContact self,
            P2psipEndpoint endpoint,
            Inbox inbox,
            InboxSignal signal,
            MessageTrace trace,
            SecureRandom random,
            Consumer<NodeContact> admittedBy) {
        NodePorts ports = endpoint.ports();
        String overlay = config.overlay().name();
        CspChoice csps = new CspChoice(
                config.overlay().ring(),
                self.id(),
                config.csps().stream().map(ContactConfig::contact).toList(),
                ports.clock());
        this.endpoint = endpoint;
        this.receiver = new Receiver(overlay, ports, endpoint::opener, inbox, signal);
        this.membership = new Membership(
                self,
                MembershipOptions.DEFAULTS,
                ports,
                csps,
                (csp, lost) -> PeerNode.keep(endpoint, csp, lost),
                new Attachment(self.id()),
                admittedBy);
        LocalNode local = new LocalNode(self, config.overlay().ring(), overlay);
        this.records = new CspRecords(local, ports, membership::master);
        this.writer = new RecordWriter(local, ports);
        Encrypting encrypting = new Encrypting(overlay, ports.verifier(), ports.clock(), random);
        Sender sender = new Sender(overlay, self, ports, csps, trace, PeerNode.CSP_TIMEOUT);
        ImsSender imsUsers = new ImsSender(ports, encrypting, sender);
        OverlaySender nodes = new OverlaySender(
                overlay, ports, records, encrypting, sender::sendToNode, (_, then) -> then.accept(Optional.empty()));
        this.outgoing = new Outgoing(overlay, nodes, imsUsers);
    }

    @Override
    public void serve() {
        endpoint.onRequest(this::onRequest);
    }

    @Override
    public void join() {
        membership.start();
    }

    @Override
    public int receiving() {
        return receiver.underWay();
    }

    @Override
    public Outgoing outgoing() {
        return outgoing;
    }

    @Override
    public RecordAccess records() {
        return records;
    }

    @Override
    public RecordWriter writer() {
        return writer;
    }

    /** It shows its certificate with each value that it signs, and else nowhere. */
    @Override
    public void renewed() {}

    /** Nobody has to know but the CSP, which sees the link's end. */
    @Override
    public void leave(Runnable done) {
        membership.close();
        done.run();
    }

    @Override
    public PeerStatus status(NodeId id) {
        return new PeerStatus(
                id, Role.CLIENT, membership.master().map(NodeContact::id).orElse(null), false, false, false, 0, 0);
    }

    /** It speaks for nobody else: whatever is of the ring, of routes, of names and of opinions is refused. */
    private void onRequest(Inbound inbound) {
        switch (inbound.message()) {
            case MessageRequest message -> receiver.onMessage(inbound, message);
            case ChordMessage.Ping ping -> inbound.reply().accept(Response.to(ping, Status.OK));
            case UnknownRequest unknown -> inbound.reply().accept(Response.to(unknown, Status.NOT_IMPLEMENTED));
            case PingRequest _,
                    AuditRequest _,
                    LocateRequest _,
                    ChordMessage _,
                    NameMessage _,
                    RecordMessage _,
                    TrustMessage _ ->
                inbound.reply().accept(Response.to(inbound.message(), Status.FORBIDDEN.because("A client")));
            case Response _, PingReceipt _, AuditAnswer _, PingResponse _, LocateAnswer _, RevocationNotice _ -> {}
        }
    }

    @Override
    public void close() {
        membership.close();
    }
}
