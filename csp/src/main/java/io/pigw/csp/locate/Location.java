package io.pigw.csp.locate;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;

/** Where a peer can be reached. */
public sealed interface Location {

    /**
     * At an address.
     *
     * @param contact whose certificate is to be met there
     * @param fresh whether it was asked for just now; if not, it may be outdated
     */
    record At(NodeContact contact, boolean fresh) implements Location {}

    /** Over the link that the peer itself keeps open (RFC 5626). */
    record OverFlow(NodeId peer, boolean fresh) implements Location {}

    /** Over the link that it keeps to another CSP, which hands on what is for it. */
    record AtCsp(NodeContact csp) implements Location {}

    /** Nowhere: nobody holds the ID, or its holder did not answer in time. */
    record Nowhere(String reason) implements Location {}
}
