package io.pigw.p2psip.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What the CSP's signature fixes for one copy of a multicast ping, beyond the paper's Figure 5.
 *
 * @param group names the multicast: the same in all copies; 32 hexadecimal digits
 * @param nonce the same in all copies, never used twice by a CSP; 32 hexadecimal digits. A duplicate is the same
 *     (CSP-ID, nonce, routeIndex)
 * @param expires end of validity, to the millisecond, from 1970 to 9999
 * @param routes how many copies were sent, 1 to 32
 * @param routeIndex which of them this is, from 0
 */
public record PingTerms(String group, String nonce, Instant expires, int routes, int routeIndex) {

    /** The most copies of one multicast. */
    public static final int MAX_ROUTES = 32;

    /** The latest end of validity. */
    public static final Instant MAX_EXPIRES = Instant.parse("9999-12-31T23:59:59.999Z");

    private static final int TOKEN_LENGTH = 32;

    /** Checks the ranges; drops what is finer than a millisecond. */
    public PingTerms {
        expires = expires.truncatedTo(ChronoUnit.MILLIS);
        if (expires.isBefore(Instant.EPOCH) || expires.isAfter(MAX_EXPIRES)) {
            throw new IllegalArgumentException("Expires must lie in the years 1970 to 9999");
        }
        if (!isToken(group) || !isToken(nonce)) {
            throw new IllegalArgumentException("Group and Nonce have 32 hexadecimal digits");
        }
        if (routes < 1 || routes > MAX_ROUTES || routeIndex < 0 || routeIndex >= routes) {
            throw new IllegalArgumentException("Route-Index must be 0 to Routes - 1, Routes 1 to " + MAX_ROUTES);
        }
    }

    /** The same for another copy. */
    public PingTerms withRouteIndex(int index) {
        return new PingTerms(group, nonce, expires, routes, index);
    }

    static boolean isToken(String text) {
        if (text.length() != TOKEN_LENGTH) {
            return false;
        }
        for (int i = 0; i < TOKEN_LENGTH; i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
                return false;
            }
        }
        return true;
    }
}
