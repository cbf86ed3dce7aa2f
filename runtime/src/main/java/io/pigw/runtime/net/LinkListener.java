package io.pigw.runtime.net;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;

/** Is told of links, on the endpoint's loop. */
public interface LinkListener {

    /** The reason when a link was closed in good order, by either end, because nothing used it: it says nothing of the node. */
    String IDLE = "idle";

    /** Listens to nothing. */
    LinkListener NONE = new LinkListener() {};

    /**
     * A link to the node is there.
     *
     * @param node the other end, authenticated
     * @param address the other end's transport address as seen here
     */
    default void opened(NodeCertificate node, HostPort address) {}

    /**
     * It is gone.
     *
     * @param reason for people: {@link #IDLE}, {@code closed by the other end}, …
     */
    default void closed(NodeCertificate node, String reason) {}

    /** Of a {@link KeptLink}: an attempt to dial failed; the next one comes by itself. */
    default void failed(NodeContact contact, String reason) {}
}
