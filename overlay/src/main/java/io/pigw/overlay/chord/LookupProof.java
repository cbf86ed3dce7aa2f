package io.pigw.overlay.chord;

import java.util.Locale;

/** How a look-up's answer is known to be true. */
public enum LookupProof {
    /** A CSP vouches for the responsible node's arc, or that node is a CSP. */
    PROVEN,
    /** No way brought a proof, though there are some in this overlay: the best answer is believed all the same. */
    UNPROVEN,
    /** Nobody was asked for a proof: it lies beside this node itself, or there are no proofs in this overlay. */
    UNASKED;

    /** The name for a metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
