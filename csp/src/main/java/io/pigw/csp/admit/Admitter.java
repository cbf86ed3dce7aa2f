package io.pigw.csp.admit;

import io.pigw.overlay.csp.Admission;
import io.pigw.overlay.csp.AdmissionDecision;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.identity.Issued;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Admits peers to the ring: certificate and arc are judged, the address is verified by dialling it – the host that was observed,
 * the port that the peer declared –, the peer is stored, and then the ring tells it its place. One that is known with the same
 * address and names is told at once, and not dialled for having renewed its certificate. One that cannot be dialled, as behind a
 * NAT, gets no place in the ring, but is reached over its own link. On the CSP's thread.
 */
public final class Admitter {

    /** Peers whose address is being verified at once. */
    static final int MAX_UNDER_WAY = 256;

    private static final int RETRY_AFTER_SECONDS = 1;

    private final Admission admission;
    private final AdmittedPeers table;
    private final AdmittedStore store;
    private final BackboneRanges backbone;
    private final Function<NodeCertificate, List<Issued>> paths;
    private final Flows flows;
    private final Reach reach;
    private final BiConsumer<JoinRequest, Consumer<P2psipMessage>> ring;
    private final InstantSource clock;
    private final AdmitEvents events;
    private final Set<NodeId> underWay = new HashSet<>();

    /**
     * What an admitter works on.
     *
     * @param paths of certificates, as lists of revoked ones name them
     * @param flows peers that are reached over their own links
     */
    public record Tables(
            AdmittedPeers table,
            AdmittedStore store,
            BackboneRanges backbone,
            Function<NodeCertificate, List<Issued>> paths,
            Flows flows) {}

    /** Peers that cannot be dialled. */
    public interface Flows {

        /**
         * It is reached over its link from now on, as long as that is open.
         *
         * @param from its transport address
         * @return whether there is room for it, and its link is still open
         */
        boolean attach(NodeCertificate peer, HostPort from);

        /** It has a place in the ring, and needs no more. */
        void detach(NodeId peer);
    }

    /**
     * Of one CSP.
     *
     * @param ring tells an admitted peer its place
     */
    public Admitter(
            Admission admission,
            Tables tables,
            Reach reach,
            BiConsumer<JoinRequest, Consumer<P2psipMessage>> ring,
            InstantSource clock,
            AdmitEvents events) {
        this.admission = admission;
        this.table = tables.table();
        this.store = tables.store();
        this.backbone = tables.backbone();
        this.paths = tables.paths();
        this.flows = tables.flows();
        this.reach = reach;
        this.ring = ring;
        this.clock = clock;
        this.events = events;
    }

    /** A node asks to be admitted. */
    public void onJoin(Inbound inbound, JoinRequest request) {
        switch (admission.decide(request, inbound.from())) {
            case AdmissionDecision.Admitted _ -> verify(inbound, request);
            case AdmissionDecision.Redirect(NodeContact csp) -> {
                events.refused(request.joiner(), "out_of_range");
                inbound.reply()
                        .accept(Response.to(request, Status.MOVED_TEMPORARILY).redirectTo(csp));
            }
            case AdmissionDecision.Refused(Status status) -> refuse(inbound, request, status, "refused");
        }
    }

    private void verify(Inbound inbound, JoinRequest request) {
        NodeContact contact = new NodeContact(
                inbound.from().id(),
                new HostPort(
                        inbound.observedAddress().host(),
                        request.joiner().address().port()));
        AdmittedPeer peer = new AdmittedPeer(
                contact,
                inbound.from().users(),
                inbound.from().sha256(),
                paths.apply(inbound.from()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Optional<AdmittedPeer> known = table.get(contact.id()).filter(before -> before.isLike(peer));
        if (backbone.contains(contact.address())) {
            refuse(inbound, request, Status.FORBIDDEN.because("Not a peer's address"), "backbone_address");
        } else if (known.filter(peer::isRenewed).isPresent()) {
            keep(inbound, request, peer);
        } else if (known.isPresent()) {
            admit(inbound, request);
        } else if (underWay.size() >= MAX_UNDER_WAY || !table.hasRoomFor(contact.id())) {
            refuse(inbound, request, Status.SERVICE_UNAVAILABLE, "busy");
        } else if (!underWay.add(contact.id())) {
            refuse(inbound, request, Status.SERVICE_UNAVAILABLE, "under_way");
        } else {
            reach.dial(contact, outcome -> {
                underWay.remove(contact.id());
                switch (outcome) {
                    case Outcome.Answered _ -> keep(inbound, request, peer);
                    case Outcome.TimedOut _, Outcome.Unreachable _ -> overFlow(inbound, request);
                }
            });
        }
    }

    /** A 480 with this CSP in Contact says that the peer is attached, though not in the ring. */
    private void overFlow(Inbound inbound, JoinRequest request) {
        if (flows.attach(inbound.from(), inbound.observedAddress())) {
            events.refused(request.joiner(), "over_flow");
            NodeContact self = admission.responsibleFor(inbound.from().id());
            inbound.reply()
                    .accept(Response.to(request, Status.TEMPORARILY_UNAVAILABLE).redirectTo(self));
        } else {
            refuse(inbound, request, Status.TEMPORARILY_UNAVAILABLE, "unreachable");
        }
    }

    private void keep(Inbound inbound, JoinRequest request, AdmittedPeer peer) {
        CompletableFuture<?> _ = store.save(peer).whenComplete((saved, failure) -> {
            if (failure != null) {
                refuse(inbound, request, Status.SERVICE_UNAVAILABLE, "store");
            } else {
                table.put(saved);
                admit(inbound, request);
            }
        });
    }

    private void admit(Inbound inbound, JoinRequest request) {
        flows.detach(request.joiner().id());
        events.admitted(request.joiner());
        ring.accept(request, inbound.reply());
    }

    private void refuse(Inbound inbound, JoinRequest request, Status status, String reason) {
        events.refused(request.joiner(), reason);
        Response response = Response.to(request, status);
        inbound.reply()
                .accept(
                        status.code() == Status.SERVICE_UNAVAILABLE.code()
                                ? response.retryAfter(RETRY_AFTER_SECONDS)
                                : response);
    }
}
