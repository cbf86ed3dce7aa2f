package io.pigw.peer;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.PingDestination;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingMarkStore;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.RecordStore;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.overlay.storage.Records;
import io.pigw.overlay.storage.ReplicationOptions;
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
import io.pigw.peer.membership.CspChoice;
import io.pigw.peer.membership.LinkKeeper;
import io.pigw.peer.membership.Membership;
import io.pigw.peer.membership.MembershipOptions;
import io.pigw.peer.records.CspRecords;
import io.pigw.peer.records.OwnRecords;
import io.pigw.peer.records.RecordWays;
import io.pigw.peer.text.DirectSender;
import io.pigw.peer.text.Encrypting;
import io.pigw.peer.text.ImsSender;
import io.pigw.peer.text.OverlaySender;
import io.pigw.peer.text.Receiver;
import io.pigw.peer.text.Sender;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.net.KeptLink;
import io.pigw.runtime.net.LinkListener;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PingConduct;
import io.pigw.runtime.trace.MessageTrace;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a peer, put together. Made by a thread that may block, then used and closed on the peer's loop alone. */
final class PeerNode implements PeerParts, LinkListener {

    static final Duration CSP_TIMEOUT = Duration.ofSeconds(6);

    private final P2psipEndpoint endpoint;
    private final RingPlace ring;
    private final Records records;
    private final RecordAccess access;
    private final RequestGate gate;
    private final PingForwarder forwarder;
    private final RecordWriter writer;
    private final @Nullable OwnRecords own;
    private final Receiver receiver;
    private final Outgoing outgoing;
    private final Membership membership;
    private final List<NodeContact> sos;
    private final List<KeptLink> sosLinks = new ArrayList<>();

    PeerNode(
            PeerConfig config,
            LocalNode local,
            P2psipEndpoint endpoint,
            Inbox inbox,
            InboxSignal signal,
            RecordStore held,
            PingMarkStore pingMarks,
            PeerMeters meters,
            MessageTrace trace,
            SecureRandom random,
            Consumer<NodeContact> admittedBy) {
        NodePorts ports = endpoint.ports();
        PingOptions pings = PingOptions.DEFAULTS;
        CspChoice csps = new CspChoice(
                local.ring(),
                local.id(),
                config.csps().stream().map(ContactConfig::contact).toList(),
                ports.clock());
        this.endpoint = endpoint;
        this.sos = config.sos().stream().map(ContactConfig::contact).toList();
        Opinions opinions = Opinions.of(sos, ports, pings.opinionTimeLimit());
        this.ring = new RingPlace(config.chord().options(), local, ports, this::master, meters::lookedUp);
        this.gate = new RequestGate(ports.clock(), meters::limited);
        PingEvents conduct = new PingConduct(meters, endpoint);
        this.forwarder = new PingForwarder(
                local,
                ports,
                ring,
                pings,
                new PingDestination(local, ports, pings, opinions.routes(), opinions.arrivals(), conduct),
                opinions.nodes(),
                pingMarks,
                conduct);
        this.writer = new RecordWriter(local, ports);
        this.records = new Records(local, ports, ring, held, ReplicationOptions.DEFAULTS, meters.records());
        ring.whenNeighboursChange(records::neighboursChanged);
        this.access = new RecordWays(records, new CspRecords(local, ports, this::master), this::isOverFlow);
        this.own = config.records().publish()
                ? new OwnRecords(ports, access, writer, config.records().options())
                : null;
        if (own != null) {
            ring.whenJoined(own::joined);
        }
        this.receiver = new Receiver(local.overlay(), ports, endpoint::opener, inbox, signal);
        String overlay = local.overlay();
        Encrypting encrypting = new Encrypting(overlay, ports.verifier(), ports.clock(), random);
        ImsSender imsUsers =
                new ImsSender(ports, encrypting, new Sender(overlay, local.contact(), ports, csps, trace, CSP_TIMEOUT));
        DirectSender direct = new DirectSender(overlay, local.contact(), ports, csps, trace, CSP_TIMEOUT);
        OverlaySender nodes = new OverlaySender(
                overlay,
                ports,
                access,
                encrypting,
                direct::send,
                (node, then) -> direct.certificateOf(node, found -> then.accept(found.map(NodeCertificate::der))));
        this.outgoing = new Outgoing(overlay, nodes, imsUsers);
        this.membership = new Membership(
                local.contact(),
                MembershipOptions.DEFAULTS,
                ports,
                csps,
                (csp, lost) -> keep(endpoint, csp, lost),
                ring,
                csp -> served(csp, admittedBy));
    }

    @Override
    public void serve() {
        endpoint.onLink(this);
        endpoint.onRequest(this::onRequest);
    }

    @Override
    public void join() {
        if (sosLinks.isEmpty()) {
            sos.forEach(server -> sosLinks.add(endpoint.keep(server, LinkListener.NONE)));
        }
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
        return access;
    }

    @Override
    public RecordWriter writer() {
        return writer;
    }

    /** Takes back what it said of itself, tells its neighbours, gives them what it holds, and is gone. */
    @Override
    public void leave(Runnable done) {
        Runnable leave = () -> {
            membership.close();
            ring.chord().leave(() -> records.handOver(done));
        };
        if (own == null) {
            leave.run();
        } else {
            own.withdraw(leave);
        }
    }

    @Override
    public void renewed() {
        if (own != null) {
            own.renewed();
        }
    }

    @Override
    public PeerStatus status(NodeId id) {
        return new PeerStatus(
                id,
                Role.PEER,
                membership.master().map(NodeContact::id).orElse(null),
                ring.chord().isMember(),
                membership.isOverFlow(),
                ring.chord().isSettled(),
                ring.chord().successors().size(),
                ring.chord().fingers().size());
    }

    /** A CSP that reaches this peer over its link alone stores its records for it. */
    private void served(NodeContact csp, Consumer<NodeContact> admittedBy) {
        admittedBy.accept(csp);
        if (own != null && isOverFlow()) {
            own.joined();
        }
    }

    private Optional<NodeContact> master() {
        return membership.master();
    }

    private boolean isOverFlow() {
        return membership.isOverFlow();
    }

    private void onRequest(Inbound inbound) {
        if (!gate.admits(inbound)) {
            return;
        }
        switch (inbound.message()) {
            case MessageRequest message -> receiver.onMessage(inbound, message);
            case PingRequest ping -> forwarder.onPingRequest(inbound, ping);
            case AuditRequest request -> forwarder.onAuditRequest(inbound, request);
            case ChordMessage _ -> ring.chord().onRequest(inbound);
            case RecordMessage message -> records.onRequest(inbound, message);
            case LocateRequest _,
                    NameMessage.Fetch _,
                    TrustMessage.OpinionRequest _,
                    TrustMessage.NodeOpinionRequest _,
                    TrustMessage.OutcomeReport _,
                    TrustMessage.EvidenceReport _,
                    UnknownRequest _ -> inbound.reply().accept(Response.to(inbound.message(), Status.NOT_IMPLEMENTED));
            case PingResponse _,
                    PingReceipt _,
                    AuditAnswer _,
                    TrustMessage.NodeOpinionAnswer _,
                    LocateAnswer _,
                    Response _,
                    RevocationNotice _,
                    NameMessage.FetchAnswer _,
                    TrustMessage.OpinionResponse _ -> {}
        }
    }

    @Override
    public void closed(NodeCertificate node, String reason) {
        if (reason.equals(LinkListener.IDLE)) {
            ring.chord().linkUnused(node.id());
        } else {
            ring.chord().linkLost(node.id());
        }
    }

    static LinkKeeper.Kept keep(P2psipEndpoint endpoint, NodeContact csp, Runnable lost) {
        KeptLink link = endpoint.keep(csp, new LinkListener() {
            @Override
            public void closed(NodeCertificate node, String reason) {
                lost.run();
            }
        });
        return link::close;
    }

    @Override
    public void close() {
        membership.close();
        sosLinks.forEach(KeptLink::close);
        if (own != null) {
            own.close();
        }
        forwarder.close();
        ring.close();
        records.close();
    }
}
