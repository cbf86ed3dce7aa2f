package io.pigw.overlay.csp;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.Status;

/**
 * Whether a node may join here: a peer of this overlay that speaks for itself and whose ID lies in this CSP's arc (the
 * paper, §2.3). Another CSP is admitted wherever it asks.
 */
public final class Admission {

    private final LocalNode local;
    private final CspTable csps;

    /** @param csps who is up; this CSP itself counts as up, whatever the table says */
    public Admission(LocalNode local, CspTable csps) {
        this.local = local;
        this.csps = csps;
    }

    /** Decides; {@code from} is the link's other end, whose certificate has been validated. */
    public AdmissionDecision decide(JoinRequest request, NodeCertificate from) {
        NodeId joiner = request.joiner().id();
        if (!from.overlay().equals(local.overlay())) {
            return refused("Wrong Overlay");
        }
        if (!joiner.equals(from.id())) {
            return refused("Not Your ID");
        }
        if (!local.ring().contains(joiner) || joiner.equals(local.id())) {
            return refused("ID Not in Ring");
        }
        return switch (from.role()) {
            case CSP -> new AdmissionDecision.Admitted();
            case PEER -> forPeer(joiner);
            case GATEWAY, SOS, ENROLLMENT, CLIENT, OPERATOR -> refused("Wrong Role");
        };
    }

    /** The live CSP whose arc holds the ID; this one when no other is nearer. */
    public NodeContact responsibleFor(NodeId id) {
        return csps.responsibleFor(id).filter(other -> isNearer(other.id(), id)).orElse(local.contact());
    }

    private AdmissionDecision forPeer(NodeId joiner) {
        NodeContact responsible = responsibleFor(joiner);
        return responsible.id().equals(local.id())
                ? new AdmissionDecision.Admitted()
                : new AdmissionDecision.Redirect(responsible);
    }

    private boolean isNearer(NodeId other, NodeId id) {
        return local.ring().distance(other, id).compareTo(local.ring().distance(local.id(), id)) < 0;
    }

    private static AdmissionDecision refused(String why) {
        return new AdmissionDecision.Refused(Status.FORBIDDEN.because(why));
    }
}
