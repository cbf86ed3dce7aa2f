package io.pigw.p2psip.message;

import io.pigw.p2psip.Transaction;

/**
 * {@code P2PSIP AuditRequest}: a CSP asks a hop to whom it passed one copy of the CSP's own ping. Answered by an {@link AuditAnswer}, or
 * with 404 by a hop that has nothing to show.
 *
 * @param nonce of the ping
 * @param routeIndex of the copy, 0 to 31
 */
public record AuditRequest(Transaction transaction, String nonce, int routeIndex) implements PingMessage {

    /** Checks the forms. */
    public AuditRequest {
        if (!PingTerms.isToken(nonce)) {
            throw new IllegalArgumentException("a Nonce has 32 hexadecimal digits");
        }
        if (routeIndex < 0 || routeIndex >= PingTerms.MAX_ROUTES) {
            throw new IllegalArgumentException("Route-Index must be 0 to " + (PingTerms.MAX_ROUTES - 1));
        }
    }
}
