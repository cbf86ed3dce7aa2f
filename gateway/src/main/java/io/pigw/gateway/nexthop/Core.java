package io.pigw.gateway.nexthop;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of where one core is. Passive: it is told what DNS said, and says when to ask again. */
final class Core {

    private static final Logger LOG = LoggerFactory.getLogger(Core.class);

    /** The bounds of times to live: how often DNS is asked at most and at least. */
    static final Duration SHORTEST_TTL = Duration.ofSeconds(5);

    static final Duration LONGEST_TTL = Duration.ofHours(1);
    static final Duration LONGEST_NEGATIVE_TTL = Duration.ofMinutes(1);

    /** How long an old answer is used while DNS cannot be asked (RFC 8767 §5). */
    static final Duration LONGEST_STALE = Duration.ofDays(1);

    private final CoreUri uri;
    private Location.@Nullable Found found;
    private Instant foundAt = Instant.MIN;
    private Optional<String> problem = Optional.empty();
    private Duration failurePause = SHORTEST_TTL;
    private boolean asked;

    Core(CoreUri uri) {
        this.uri = uri;
    }

    CoreUri uri() {
        return uri;
    }

    /** Whether DNS has said something, or could not be asked. */
    boolean isAsked() {
        return asked;
    }

    /** Why there are no servers, or only old ones. */
    Optional<String> problem() {
        return problem;
    }

    /** Its servers, best first. */
    List<Hop> hops(RandomGenerator random) {
        return found == null ? List.of() : found.hops(random);
    }

    /** Takes what DNS said; the result is when to ask again. */
    Duration onLocation(Location location, Instant now) {
        asked = true;
        return switch (location) {
            case Location.Found located -> onFound(located, now);
            case Location.NotFound(String why, Duration ttl, boolean _) -> {
                found = null;
                warn(why + "; messages to IMS wait. Check sip.core and the DNS servers");
                yield clamp(ttl, LONGEST_NEGATIVE_TTL);
            }
            case Location.Failed(String why) -> onFailure(why, now);
        };
    }

    private Duration onFound(Location.Found location, Instant now) {
        found = location;
        foundAt = now;
        failurePause = SHORTEST_TTL;
        if (problem.isPresent()) {
            problem = Optional.empty();
            LOG.atInfo().addKeyValue("core", uri).log("The core's name resolves again");
        }
        return clamp(location.ttl(), LONGEST_TTL);
    }

    private Duration onFailure(String why, Instant now) {
        if (found != null && now.isAfter(foundAt.plus(LONGEST_STALE))) {
            found = null;
        }
        warn(why + (found == null ? "; messages to IMS wait. " : "; its last known servers are used. ")
                + "Check sip.core and the DNS servers");
        Duration pause = failurePause;
        failurePause = clamp(pause.multipliedBy(2), LONGEST_NEGATIVE_TTL);
        return pause;
    }

    private void warn(String what) {
        if (!problem.equals(Optional.of(what))) {
            LOG.atWarn()
                    .addKeyValue("core", uri)
                    .addKeyValue("reason", what)
                    .log("The IMS core's name does not resolve");
        }
        problem = Optional.of(what);
    }

    private static Duration clamp(Duration ttl, Duration longest) {
        if (ttl.compareTo(SHORTEST_TTL) < 0) {
            return SHORTEST_TTL;
        }
        return ttl.compareTo(longest) > 0 ? longest : ttl;
    }
}
