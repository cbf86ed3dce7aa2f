package io.pigw.simulation.world;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordEvents;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.chord.LookupProof;
import io.pigw.overlay.csp.Admission;
import io.pigw.overlay.csp.AdmissionDecision;
import io.pigw.overlay.csp.ArcProofEvents;
import io.pigw.overlay.csp.ArcProver;
import io.pigw.overlay.csp.CspTable;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.opinion.ArrivalReports;
import io.pigw.overlay.opinion.OutcomeReports;
import io.pigw.overlay.opinion.RouteOpinions;
import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.ping.AuditOptions;
import io.pigw.overlay.ping.LinkOutcomes;
import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingDestination;
import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.Pinger;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.MemoryRecordStore;
import io.pigw.overlay.storage.RecordWriter;
import io.pigw.overlay.storage.Records;
import io.pigw.overlay.storage.ReplicationOptions;
import io.pigw.overlay.storage.StorageEvents;
import io.pigw.overlay.storage.StorageLimits;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TextMessage;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.UnknownRequest;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.simulation.network.Endpoint;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A CSP or a peer: the overlay's classes, wired as the services wire them. */
public final class SimulatedNode {

    /** Where nobody hears what comes of it, no hop is asked, or as good as none. */
    private static final AuditOptions WITHOUT_QUESTIONS = new AuditOptions(
            AuditOptions.DEFAULTS.patience(),
            AuditOptions.DEFAULTS.answerTimeout(),
            0,
            new Rate(1e-9, 1),
            new Rate(1e-9, 1),
            AuditOptions.DEFAULTS.maxWatched());

    /** Chooses what comes first, and has late copies told as an opinion server's presence does. */
    private static final OpinionPort FIRST = (_, then) -> then.accept(Optional.of(0));

    private final LocalNode local;
    private final Endpoint endpoint;
    private final CspTable csps;
    private final ChordNode chord;
    private final RequestGate gate;
    private final PingForwarder forwarder;
    private final Pinger pinger;
    private final Admission admission;
    private final Role role;
    private final boolean bad;
    private final NodePorts ports;
    private final RecordWriter writer;
    private Runnable onIsolated = () -> {};
    private final @Nullable ArcProver prover;
    private final Set<NodeId> admitted;
    private @Nullable Records records;
    private @Nullable MemoryRecordStore held;

    /**
     * A node that is up.
     *
     * @param admitted peers that it knows to be admitted, if it is a CSP
     */
    SimulatedNode(
            LocalNode local,
            Role role,
            NodeSetup setup,
            WorldOptions options,
            Counts counts,
            Collection<NodeId> admitted) {
        NodePorts ports = setup.ports();
        this.ports = ports;
        this.local = local;
        this.role = role;
        this.endpoint = setup.endpoint();
        this.bad = setup.bad();
        this.csps = new CspTable(local.ring(), options.csps());
        options.csps().forEach(csp -> csps.up(csp.id()));
        this.chord = new ChordNode(options.chord(), local, ports, new ChordEvents() {
            @Override
            public void isolated() {
                onIsolated.run();
            }

            @Override
            public void neighboursChanged() {
                if (records != null) {
                    records.neighboursChanged();
                }
            }

            @Override
            public void lookedUp(LookupProof proof) {
                counts.countLookup(proof);
            }
        });
        this.admitted = new HashSet<>(admitted);
        this.prover = options.arcProofs() && role == Role.CSP ? prover(admitted) : null;
        if (options.arcProofs() && role == Role.PEER) {
            chord.proveThrough(setup.csp());
        }
        this.gate = new RequestGate(ports.clock(), counts::countLimited);
        PingDestination destination = new PingDestination(
                local, ports, options.pings(), opinion(setup, options), arrivals(setup), counts.of(local.id()));
        this.forwarder = new PingForwarder(
                local,
                ports,
                chord,
                options.pings(),
                destination,
                setup.trust(),
                setup.pingMarks(),
                counts.of(local.id()));
        this.pinger =
                new Pinger(local, ports, chord, csps::live, options.pings(), watching(setup), counts.of(local.id()));
        this.admission = new Admission(local, csps);
        this.writer = new RecordWriter(local, ports);
        endpoint.listen(setup.around().apply(this::onRequest), this::onLinkLost);
    }

    private static OpinionPort opinion(NodeSetup setup, WorldOptions options) {
        return setup.servers()
                .<OpinionPort>map(
                        servers -> new RouteOpinions(servers, options.pings().opinionTimeLimit()))
                .orElse(setup.remembersWays() ? FIRST : options.opinion());
    }

    private ArrivalListener arrivals(NodeSetup setup) {
        return setup.servers()
                .<ArrivalListener>map(servers -> {
                    ArrivalReports reports = new ArrivalReports(servers, ports);
                    return pings -> {
                        setup.arrivals().arrived(pings);
                        reports.arrived(pings);
                    };
                })
                .orElse(setup.arrivals());
    }

    private Pinger.Watching watching(NodeSetup setup) {
        if (role != Role.CSP || !setup.remembersWays()) {
            return new Pinger.Watching(setup.trust(), setup.lives(), AuditOptions.DEFAULTS, LinkOutcomes.NONE);
        }
        return setup.servers()
                .map(servers -> new Pinger.Watching(
                        setup.trust(), setup.lives(), AuditOptions.DEFAULTS, new OutcomeReports(servers, ports)))
                .orElseGet(() -> new Pinger.Watching(setup.trust(), setup.lives(), WITHOUT_QUESTIONS, _ -> {}));
    }

    /** Sets what it does when everybody it knew is gone. */
    void whenIsolated(Runnable task) {
        onIsolated = task;
    }

    /** Its ID. */
    public NodeId id() {
        return local.id();
    }

    /** Its ID and address. */
    public NodeContact contact() {
        return local.contact();
    }

    /** What it is. */
    public Role role() {
        return role;
    }

    /** Whether it is one of the bad nodes. */
    public boolean isBad() {
        return bad;
    }

    /** Whether it is up. */
    public boolean isUp() {
        return endpoint.isUp();
    }

    /** Its place in the ring. */
    public ChordNode chord() {
        return chord;
    }

    /** Sends pings; of use at a CSP alone. */
    public Pinger pinger() {
        return pinger;
    }

    /** Its links. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** The records that it holds, stores and fetches; made when they are first needed, for most nodes of a large world hold none. */
    public Records records() {
        Records made = records;
        if (made == null) {
            MemoryRecordStore store = new MemoryRecordStore(StorageLimits.DEFAULTS);
            made = new Records(local, ports, chord, store, ReplicationOptions.DEFAULTS, StorageEvents.NONE);
            records = made;
            held = store;
        }
        return made;
    }

    /** What it holds, whatever it shows. */
    List<HeldValue> held(ResourceId resource) {
        return held == null ? List.of() : held.find(resource);
    }

    /** The resources of which it holds something. */
    List<ResourceId> heldResources() {
        return held == null ? List.of() : held.resources();
    }

    /** Leaves as it should: its neighbours know first, then they get what it holds. */
    void leave() {
        chord.leave(() -> records().handOver(() -> {
            forwarder.close();
            endpoint.fail(false);
        }));
    }

    /** Signs its values. */
    public RecordWriter writer() {
        return writer;
    }

    private void onRequest(Inbound inbound) {
        if (inbound.from().role() == Role.CSP && csps.up(inbound.from().id()) && prover != null) {
            prover.cspGained(inbound.from().id());
        }
        if (prover != null && inbound.from().role() == Role.PEER) {
            prover.heard(inbound.from().id());
        }
        if (!gate.admits(inbound)) {
            return;
        }
        switch (inbound.message()) {
            case ChordMessage.JoinRequest join when role == Role.CSP -> onJoin(inbound, join);
            case ChordMessage.ArcProofRequest request when prover != null -> onProof(prover, inbound, request);
            case ChordMessage _ -> chord.onRequest(inbound);
            case PingRequest ping -> forwarder.onPingRequest(inbound, ping);
            case AuditRequest request -> forwarder.onAuditRequest(inbound, request);
            case PingResponse response -> pinger.onPingResponse(inbound, response);
            case RecordMessage message -> records().onRequest(inbound, message);
            case PingReceipt _, AuditAnswer _, LocateAnswer _, RevocationNotice _ -> {}
            case LocateRequest _, TextMessage _, TrustMessage _, NameMessage _, UnknownRequest _ ->
                inbound.reply().accept(Response.to(inbound.message(), Status.NOT_IMPLEMENTED));
        }
    }

    private ArcProver prover(Collection<NodeId> known) {
        ArcProofEvents events = new ArcProofEvents() {
            @Override
            public void proven() {
                chord.hasProven();
            }
        };
        return new ArcProver(local, ports, csps, this.admitted::contains, known, events);
    }

    /** Whoever asks is admitted anew, as it is in the product when it asks each minute whether it is. */
    private void onProof(ArcProver by, Inbound inbound, ChordMessage.ArcProofRequest request) {
        if (inbound.from().role() == Role.PEER) {
            admitted.add(inbound.from().id());
            by.heard(inbound.from().id());
        }
        by.onRequest(inbound, request);
    }

    private void onJoin(Inbound inbound, ChordMessage.JoinRequest join) {
        switch (admission.decide(join, inbound.from())) {
            case AdmissionDecision.Admitted _ -> {
                admitted.add(inbound.from().id());
                chord.admit(join, inbound.reply());
            }
            case AdmissionDecision.Redirect redirect ->
                inbound.reply()
                        .accept(Response.to(join, Status.MOVED_TEMPORARILY).redirectTo(redirect.csp()));
            case AdmissionDecision.Refused refused -> inbound.reply().accept(Response.to(join, refused.status()));
        }
    }

    private void onLinkLost(NodeId node) {
        if (csps.down(node) && prover != null) {
            prover.cspLost(node);
        }
        if (prover != null && admitted.contains(node)) {
            prover.linkLost(node, false);
        }
        chord.linkLost(node);
    }
}
