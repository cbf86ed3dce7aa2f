package io.pigw.csp.admit;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import java.util.function.Consumer;

/** Dials a peer back to see whether it listens where it says. */
@FunctionalInterface
public interface Reach {

    /** Asks for a sign of life over a connection dialled to exactly that address, where the certificate bears that ID. */
    void dial(NodeContact peer, Consumer<Outcome> then);
}
