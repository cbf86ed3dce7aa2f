package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much the newest list of a CA is worth now.
 *
 * <pre>
 *            a list is taken                  nextUpdate                     nextUpdate + grace
 *   Closed ──────────────────► Fresh ────────────────────────► Stale ────────────────────────► Closed
 *   (no list)                    ▲   a newer list is taken       │   a newer list is taken       │
 *                                └───────────────────────────────┴───────────────────────────────┘
 * </pre>
 *
 * It follows from the list and the time of day alone. A clock that jumps back makes an old list as fresh as it was; one that jumps
 * on closes what it should not, until it is set right.
 */
public sealed interface Freshness {

    /** Certificates that are not on the list are good. */
    record Fresh(Instant until) implements Freshness {}

    /** The next list is late. Certificates that are not on this one are still good; somebody should look. */
    record Stale(Instant since, Instant until) implements Freshness {}

    /** No certificate of this CA is good: there is no list, or none that is recent enough. */
    record Closed(@Nullable Instant since) implements Freshness {}

    /** Of a list at a time. */
    static Freshness of(@Nullable RevocationList list, Duration grace, Instant now) {
        if (list == null) {
            return new Closed(null);
        }
        Instant closes = list.nextUpdate().plus(grace);
        if (now.isAfter(closes)) {
            return new Closed(closes);
        }
        return now.isAfter(list.nextUpdate()) ? new Stale(list.nextUpdate(), closes) : new Fresh(list.nextUpdate());
    }

    /** Why nobody's certificate by that CA is believed, or soon will not be: in the last quarter of the grace. Else nothing. */
    default Optional<String> warning(Bytes issuer, Instant now) {
        return switch (this) {
            case Fresh _ -> Optional.empty();
            case Stale(Instant since, Instant until) ->
                now.isAfter(until.minus(Duration.between(since, until).dividedBy(4)))
                        ? Optional.of("no new list of revoked certificates of CA " + issuer.toHex() + " since " + since
                                + "; from " + until + " on every certificate is refused")
                        : Optional.empty();
            case Closed(Instant since) ->
                Optional.of(
                        since == null
                                ? "no list of revoked certificates yet: every certificate is refused"
                                : "the list of revoked certificates of CA " + issuer.toHex() + " is too old since "
                                        + since + ": every certificate is refused");
        };
    }

    /** As the value of a gauge: 0 fresh, 1 stale, 2 closed. */
    default int level() {
        return switch (this) {
            case Fresh _ -> 0;
            case Stale _ -> 1;
            case Closed _ -> 2;
        };
    }
}
