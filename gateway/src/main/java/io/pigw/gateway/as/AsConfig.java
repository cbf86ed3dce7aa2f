package io.pigw.gateway.as;

import io.pigw.gateway.sip.SipText;
import io.pigw.overlay.limit.DistinctRecipients;
import java.util.List;
import java.util.Locale;

/**
 * What the application server takes.
 *
 * @param acceptedTypes media types without parameters, lower case
 * @param maxBodyBytes the longest body
 * @param maxInFlight messages handed over and not yet answered, and registrations besides; more get 503
 * @param trustDomain whose P-Asserted-Identity and third-party REGISTER are believed
 * @param admit who may send at all
 * @param recipientsPerHour different recipients of one sender's messages in an hour; 0: as many as it likes
 */
public record AsConfig(
        List<String> acceptedTypes,
        int maxBodyBytes,
        int maxInFlight,
        TrustDomain trustDomain,
        Admit admit,
        int recipientsPerHour) {

    /** What a person does not reach, and is little for spam. */
    public static final int RECIPIENTS_PER_HOUR = 200;

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
        DistinctRecipients.check(recipientsPerHour);
        if (maxBodyBytes < 1 || maxInFlight < 1) {
            throw new IllegalArgumentException("maxBodyBytes and maxInFlight must be 1 or more");
        }
        if (admit == Admit.TRUSTED && trustDomain.isEmpty()) {
            throw new IllegalArgumentException("nobody is trusted, and nobody else admitted: name the core's"
                    + " addresses in sip.trusted, or set sip.admit to anyone");
        }
    }

    /** One with the usual number of recipients. */
    public AsConfig(
            List<String> acceptedTypes, int maxBodyBytes, int maxInFlight, TrustDomain trustDomain, Admit admit) {
        this(acceptedTypes, maxBodyBytes, maxInFlight, trustDomain, admit, RECIPIENTS_PER_HOUR);
    }

    /** The same with another number of recipients. */
    public AsConfig withRecipientsPerHour(int limit) {
        return new AsConfig(acceptedTypes, maxBodyBytes, maxInFlight, trustDomain, admit, limit);
    }

    /** Usual values: text, CPIM and what is encrypted, 64 KiB, 2,000 in flight. */
    public static AsConfig of(TrustDomain trustDomain) {
        return of(trustDomain, Admit.usual(trustDomain));
    }

    /** The same with a choice of who may send. */
    public static AsConfig of(TrustDomain trustDomain, Admit admit) {
        return new AsConfig(
                List.of("text/plain", "message/cpim", "application/pkcs7-mime"), 65_536, 2_000, trustDomain, admit);
    }
}
