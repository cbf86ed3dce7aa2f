package io.pigw.csp.admit;

import io.pigw.p2psip.NodeContact;

/** Is told who was admitted and who was not. */
public interface AdmitEvents {

    /** A peer is in the table now, or was already. */
    void admitted(NodeContact peer);

    /**
     * A peer was not admitted.
     *
     * @param reason one of a few words, fit for a counter's label
     */
    void refused(NodeContact peer, String reason);
}
