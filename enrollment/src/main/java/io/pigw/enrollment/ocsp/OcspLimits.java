package io.pigw.enrollment.ocsp;

import java.time.Duration;

/**
 * What strangers may ask of the responder.
 *
 * @param certificates of one request
 * @param perSecond certificates that are looked up and signed for, of all requests together; above it {@code tryLater}, or an
 *     answer without the nonce
 * @param perSecondOfAddress of those, for one address (IPv6: a /64)
 * @param atWork requests that wait for the store or a signature; further ones get {@code tryLater}
 * @param kept answers that are kept for whoever asks the same
 * @param life how long an answer is good, 1 minute to 7 days
 */
public record OcspLimits(int certificates, int perSecond, int perSecondOfAddress, int atWork, int kept, Duration life) {

    private static final Duration MIN_LIFE = Duration.ofMinutes(1);
    private static final Duration MAX_LIFE = Duration.ofDays(7);

    /** 16 certificates, 300 a second, 100 of an address, 64 at work, 20,000 kept, good for an hour. */
    public static final OcspLimits DEFAULT = new OcspLimits(16, 300, 100, 64, 20_000, Duration.ofHours(1));

    /** Checks the life, and that an address can ask for as many certificates as a request may bear. */
    public OcspLimits {
        if (perSecondOfAddress < certificates || perSecond < perSecondOfAddress) {
            throw new IllegalArgumentException(
                    "a request's certificates are within an address's share, and that within all");
        }
        if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("publish.ocsp.life is 1m to 7d, not " + life);
        }
    }

    /** The same with answers that are good for so long. */
    public OcspLimits withLife(Duration other) {
        return new OcspLimits(certificates, perSecond, perSecondOfAddress, atWork, kept, other);
    }
}
