package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What a CSP says of a node's arc: from the node before it, as far as the CSP knows, to the node itself. It binds no address, so
 * that it counts from that node alone, over its own link.
 *
 * @param csp who says so
 * @param node whose arc it is; its end, which belongs to it
 * @param begin the node before it, which does not
 * @param issuedAt when, to the millisecond, from 1970 to 9999
 * @param identity the CSP's signature and certificate
 */
public record ArcProof(NodeId csp, NodeId node, NodeId begin, Instant issuedAt, Identity identity) {

    /** Checks the ranges; drops what is finer than a millisecond. */
    public ArcProof {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.MILLIS);
        if (issuedAt.isBefore(Instant.EPOCH) || issuedAt.isAfter(PingTerms.MAX_EXPIRES)) {
            throw new IllegalArgumentException("an arc is proven in the years 1970 to 9999");
        }
        if (begin.equals(node)) {
            throw new IllegalArgumentException("an arc begins at another node than it ends");
        }
    }

    /** Whether the target lies in the arc. */
    public boolean covers(Ring ring, NodeId target) {
        return ring.isInSuccessorInterval(target, begin, node);
    }
}
