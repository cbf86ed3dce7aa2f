package io.pigw.gateway.as;

import io.pigw.gateway.sip.SipText;
import java.util.List;
import java.util.Locale;

/**
 * What the application server takes.
 *
 * @param acceptedTypes media types without parameters, lower case
 * @param maxBodyBytes the longest body
 * @param maxInFlight messages handed over and not yet answered; more get 503
 * @param retryAfterSeconds what such a 503 says
 * @param trustDomain addresses ({@code 192.0.2.1}) and networks ({@code 192.0.2.0/24}) whose P-Asserted-Identity is believed
 */
public record AsConfig(
        List<String> acceptedTypes, int maxBodyBytes, int maxInFlight, int retryAfterSeconds, TrustDomain trustDomain) {

    /** Checks ranges and types. */
    public AsConfig {
        acceptedTypes = acceptedTypes.stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .toList();
        boolean sound = !acceptedTypes.isEmpty();
        for (String type : acceptedTypes) {
            int slash = type.indexOf('/');
            sound &= slash > 0
                    && SipText.isToken(type.substring(0, slash))
                    && SipText.isToken(type.substring(slash + 1));
        }
        if (!sound) {
            throw new IllegalArgumentException("acceptedTypes must be media types, one at least");
        }
        if (maxBodyBytes < 1 || maxInFlight < 1 || retryAfterSeconds < 1) {
            throw new IllegalArgumentException("maxBodyBytes, maxInFlight and retryAfterSeconds must be 1 or more");
        }
    }

    /** Usual values: text and CPIM, 64 KiB, 2,000 in flight. */
    public static AsConfig of(TrustDomain trustDomain) {
        return new AsConfig(List.of("text/plain", "message/cpim"), 65_536, 2_000, 5, trustDomain);
    }
}
