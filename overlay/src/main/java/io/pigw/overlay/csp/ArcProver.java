package io.pigw.overlay.csp;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.ChordMessage.ArcProofAnswer;
import io.pigw.p2psip.message.ChordMessage.ArcProofRequest;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Proves to peers of a CSP's arc where their own arcs begin, by what the CSP knows itself: whom it admitted and has heard a
 * moment ago. Only who asks over its own link gets one, and of itself; so nothing is said of any other ID. Passive: on the CSP's
 * thread.
 */
public final class ArcProver {

    /** For so long the same proof is given again while it would say the same: signing costs more than asking. */
    static final Duration AGAIN = Duration.ofSeconds(10);

    private static final int MAX_GIVEN = 4_096;

    private final LocalNode local;
    private final NodePorts ports;
    private final Admission admission;
    private final Predicate<NodeId> isMember;
    private final ArcProofEvents events;
    private final LivePeers live;
    private final ServedArcs served;
    private final LinkedHashMap<NodeId, ArcProof> given = new LinkedHashMap<>();
    private int linked;

    /**
     * Of a CSP that begins to serve now.
     *
     * @param csps the other CSPs; those that are up are not served for
     * @param isMember whether a peer was admitted to the ring by this CSP and has a place in it
     * @param known peers that were admitted before and count as heard now; empty: the CSP begins with nothing
     */
    public ArcProver(
            LocalNode local,
            NodePorts ports,
            CspTable csps,
            Predicate<NodeId> isMember,
            Collection<NodeId> known,
            ArcProofEvents events) {
        Instant now = ports.clock().instant();
        this.local = local;
        this.ports = ports;
        this.admission = new Admission(local, csps);
        this.isMember = isMember;
        this.events = events;
        this.live = new LivePeers(local.ring(), local.id(), isMember);
        this.served = new ServedArcs(local.ring(), local.id(), csps.all(), now);
        csps.live().forEach(csp -> served.gained(csp.id(), now));
        known.forEach(peer -> live.heard(peer, now));
    }

    /** A message came from the peer. */
    public void heard(NodeId peer) {
        live.heard(peer, now());
    }

    /** A peer's first link is open. */
    public void linkGained(NodeId peer) {
        if (linked == 0) {
            served.begunAnew(now());
        }
        linked++;
        live.heard(peer, now());
    }

    /**
     * A peer's last link is gone.
     *
     * @param idle whether for want of use alone, which says nothing of the peer
     */
    public void linkLost(NodeId peer, boolean idle) {
        linked--;
        if (!idle) {
            live.linkLost(peer, now());
        }
    }

    /** Another CSP is up. */
    public void cspGained(NodeId csp) {
        served.gained(csp, now());
    }

    /** Another CSP is down: this one may have to serve its arc. */
    public void cspLost(NodeId csp) {
        served.lost(csp, now());
    }

    /** A node asks for a proof of its own arc. */
    public void onRequest(Inbound inbound, ArcProofRequest request) {
        NodeId peer = inbound.from().id();
        if (inbound.from().role() != Role.PEER || peer.equals(local.id())) {
            refuse(inbound, Response.to(request, Status.FORBIDDEN), "role");
            return;
        }
        NodeContact responsible = admission.responsibleFor(peer);
        Instant knownFrom = served.knownFrom(peer);
        if (!responsible.id().equals(local.id())) {
            refuse(inbound, Response.to(request, Status.MOVED_TEMPORARILY).redirectTo(responsible), "other_arc");
        } else if (!isMember.test(peer)) {
            refuse(inbound, Response.to(request, Status.FORBIDDEN), "not_admitted");
        } else if (now().isBefore(knownFrom)) {
            int seconds = (int) now().until(knownFrom, ChronoUnit.SECONDS) + 1;
            refuse(inbound, Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(seconds), "too_new");
        } else {
            inbound.reply().accept(new ArcProofAnswer(request.transaction(), proof(peer)));
            events.proven();
        }
    }

    private ArcProof proof(NodeId peer) {
        Instant now = now();
        NodeId begin = live.nearestBefore(peer, now);
        ArcProof before = given.remove(peer);
        ArcProof proof = before != null
                        && before.begin().equals(begin)
                        && !before.issuedAt().isAfter(now)
                        && before.issuedAt().plus(AGAIN).isAfter(now)
                ? before
                : sign(peer, begin, now.truncatedTo(ChronoUnit.MILLIS));
        if (given.size() >= MAX_GIVEN) {
            Map.Entry<NodeId, ArcProof> _ = given.pollFirstEntry();
        }
        given.put(peer, proof);
        return proof;
    }

    private ArcProof sign(NodeId peer, NodeId begin, Instant now) {
        Identity identity = new Identity(
                ports.signer().sign(SignedContent.arcProof(local.overlay(), local.id(), peer, begin, now)),
                ports.signer().certificate().der());
        return new ArcProof(local.id(), peer, begin, now, identity);
    }

    private void refuse(Inbound inbound, Response response, String reason) {
        events.notProven(reason);
        inbound.reply().accept(response);
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
