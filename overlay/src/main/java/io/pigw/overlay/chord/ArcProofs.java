package io.pigw.overlay.chord;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges proofs of arcs, and knows whether there are any: where no CSP has given one for a while, because none is left or because
 * they are of an earlier release, nobody can be asked for one. On its node's thread.
 */
final class ArcProofs {

    /** How long a proof is good. */
    static final Duration LIFE = Duration.ofMinutes(5);

    /** By how much the CSP's clock and this node's may differ. */
    static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(10);

    /** The longest arc that is believed, in mean gaps between this node's neighbours: e^-32 of all honest ones are longer. */
    private static final int LONGEST_IN_GAPS = 32;

    private final ChordContext chord;
    private final CspClocks clocks = new CspClocks();
    private Instant newest = Instant.MIN;

    ArcProofs(ChordContext chord) {
        this.chord = chord;
    }

    /** Whether a node that is who it should be could show a proof now. */
    boolean areExpected() {
        return !newest.isBefore(now().minus(LIFE));
    }

    /** Somewhere a CSP gave a proof then, by this node's clock. */
    void seen(Instant issuedAt) {
        newest = issuedAt.isAfter(newest) ? issuedAt : newest;
    }

    /** Whether a CSP of this overlay vouches for it that the target lies in the node's arc. */
    boolean isProven(@Nullable ArcProof proof, NodeId node, NodeId target) {
        return proof != null
                && proof.node().equals(node)
                && proof.covers(chord.local().ring(), target)
                && isOfLikelyLength(proof)
                && isGood(proof);
    }

    /** IDs are drawn at random: none lies so far from the next, but where a CSP knows too little of the nodes in between. */
    private boolean isOfLikelyLength(ArcProof proof) {
        Gaps own = chord.table().gaps();
        NodeId length = chord.local().ring().distance(proof.begin(), proof.node());
        return own.count() < Gaps.FEWEST || length.compareTo(own.mean(LONGEST_IN_GAPS)) <= 0;
    }

    /** Whether a CSP of this overlay gave it, and not too long ago. */
    private boolean isGood(ArcProof proof) {
        if (!isTolerable(proof) || !isSigned(proof)) {
            return false;
        }
        Instant now = now();
        clocks.saw(proof.csp(), proof.issuedAt(), now);
        Instant issuedAt = clocks.inOwnTime(proof.csp(), proof.issuedAt(), now);
        boolean good = !issuedAt.plus(LIFE).isBefore(now);
        if (good) {
            seen(issuedAt);
        }
        return good;
    }

    /** Whether it may not have ended yet, whatever the CSP's clock says. */
    private boolean isTolerable(ArcProof proof) {
        Instant now = now();
        return !proof.issuedAt().plus(LIFE).plus(CLOCK_TOLERANCE).isBefore(now)
                && !proof.issuedAt().isAfter(now.plus(CLOCK_TOLERANCE));
    }

    private boolean isSigned(ArcProof proof) {
        return switch (chord.ports().verifier().check(proof.identity().certificate())) {
            case Verifier.Verdict.Valid(NodeCertificate csp) ->
                csp.role() == Role.CSP
                        && csp.id().equals(proof.csp())
                        && csp.overlay().equals(chord.local().overlay())
                        && chord.ports()
                                .verifier()
                                .verify(csp, content(proof), proof.identity().signature());
            case Verifier.Verdict.Invalid _ -> false;
        };
    }

    private Bytes content(ArcProof proof) {
        return SignedContent.arcProof(
                chord.local().overlay(), proof.csp(), proof.node(), proof.begin(), proof.issuedAt());
    }

    private Instant now() {
        return chord.ports().clock().instant();
    }
}
