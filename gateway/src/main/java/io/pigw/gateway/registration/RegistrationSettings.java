package io.pigw.gateway.registration;

import io.pigw.gateway.sip.SipText;
import java.time.Duration;

/**
 * What is asked for.
 *
 * @param contactUri where requests for us are to go
 * @param expiry what is asked for; the core decides. 1 s to 2^31 - 1 s
 * @param backoff pauses after failures
 */
public record RegistrationSettings(String contactUri, Duration expiry, Backoff backoff) {

    /** 600,000 s (TS 24.229 §5.1.1.2.1). */
    public static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(10_000);

    private static final long MIN_EXPIRY_SECONDS = 1;

    /** Checks the values. */
    public RegistrationSettings {
        if (!SipText.isUriText(contactUri)) {
            throw new IllegalArgumentException("contactUri must be a URI");
        }
        if (expiry.toSeconds() < MIN_EXPIRY_SECONDS || expiry.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("expiry is out of range");
        }
    }
}
