package io.pigw.enrollment.publish;

import io.pigw.p2psip.Bytes;
import java.time.Instant;

/**
 * A signed list of revoked certificates (RFC 5280 §5).
 *
 * @param issuer who signed it: hex of that authority's subject key identifier
 * @param number higher than that of any list of this issuer before
 * @param thisUpdate when it was made, whole seconds
 * @param nextUpdate until when it is good, whole seconds
 * @param entries how many certificates it lists
 * @param der the list
 */
public record Crl(String issuer, long number, Instant thisUpdate, Instant nextUpdate, int entries, Bytes der) {}
