package io.pigw.gateway.as;

import java.time.Duration;

/**
 * A third-party REGISTER of an S-CSCF (TS 24.229 §5.4.1.7), from the trust domain.
 *
 * @param publicIdentity whom it is about: the sip, sips or tel URI in To
 * @param servedBy the S-CSCF: the URI in From
 * @param expiry how long the user is registered from now on, 0 to 2^32 - 1 s; 0 when it no longer is
 * @param callId names the S-CSCF's registration, in which {@code cseq} grows (RFC 3261 §10.2)
 * @param cseq 0 to 2^31 - 1
 */
public record ThirdPartyRegistration(
        String publicIdentity, String servedBy, Duration expiry, String callId, long cseq) {

    /** Checks the range. */
    public ThirdPartyRegistration {
        if (expiry.isNegative()) {
            throw new IllegalArgumentException("an expiry is 0 or more");
        }
    }
}
