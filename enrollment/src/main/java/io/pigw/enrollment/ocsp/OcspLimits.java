package io.pigw.enrollment.ocsp;

import java.time.Duration;

/**
 * What strangers may ask of the responder.
 *
 * @param certificates of one request
 * @param signaturesPerSecond of all requests together; above it {@code tryLater}, or an answer without the nonce
 * @param atWork requests that wait for the store or a signature; further ones get {@code tryLater}
 * @param kept answers that are kept for whoever asks the same
 * @param life how long an answer is good, 1 minute to 7 days
 */
public record OcspLimits(int certificates, int signaturesPerSecond, int atWork, int kept, Duration life) {

    private static final Duration MIN_LIFE = Duration.ofMinutes(1);
    private static final Duration MAX_LIFE = Duration.ofDays(7);

    /** 16 certificates, 300 signatures a second, 64 at work, 20,000 kept, good for an hour. */
    public static final OcspLimits DEFAULT = new OcspLimits(16, 300, 64, 20_000, Duration.ofHours(1));

    /** Checks the life. */
    public OcspLimits {
        if (life.compareTo(MIN_LIFE) < 0 || life.compareTo(MAX_LIFE) > 0) {
            throw new IllegalArgumentException("publish.ocsp.life is 1m to 7d, not " + life);
        }
    }

    /** The same with answers that are good for so long. */
    public OcspLimits withLife(Duration other) {
        return new OcspLimits(certificates, signaturesPerSecond, atWork, kept, other);
    }
}
