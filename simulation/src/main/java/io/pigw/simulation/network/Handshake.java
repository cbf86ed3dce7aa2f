package io.pigw.simulation.network;

import io.pigw.overlay.port.NodeCertificate;

/** What each end of a new link thinks of the other's certificate, as in the handshake of TLS. */
@FunctionalInterface
public interface Handshake {

    /** Every certificate is good. */
    Handshake ANYBODY = (_, _) -> true;

    /** Whether a node with certificate {@code own} takes a link to one with certificate {@code other}. */
    boolean accepts(NodeCertificate own, NodeCertificate other);
}
