package io.pigw.enrollment.ca;

import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in time that the root or the issuing authority ends, and that keys of retired authorities are still needed: to make the
 * CRLs of what they signed. Any thread.
 */
public final class AuthorityAlarm {

    /** From that time before the end of the issuing authority on it warns: rotation is announced and needs the root's medium. */
    public static final Duration ISSUING = Duration.ofDays(90);

    /** The same for the root, whose successor has to be brought to every node. */
    public static final Duration ROOT = Duration.ofDays(365);

    /** From then on the server says that it is not ready: the certificates that it issues become shorter and shorter. */
    public static final Duration LAST = Duration.ofDays(7);

    private static final Logger log = LoggerFactory.getLogger(AuthorityAlarm.class);
    private static final Duration QUIET = Duration.ofDays(1);

    private final CertificateAuthority authority;
    private final InstantSource clock;
    private Instant next = Instant.MIN;

    /** For that authority. */
    public AuthorityAlarm(CertificateAuthority authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** Shows what is left in days, and how many retired keys are needed. */
    public void register(Metrics metrics) {
        metrics.latestGauge("pigw_authority_days_left", () -> left(rootEnd()).toDays(), "authority", "root");
        metrics.latestGauge("pigw_authority_days_left", () -> left(issuingEnd()).toDays(), "authority", "issuing");
        metrics.latestGauge(
                "pigw_authority_retired_keys", () -> authority.retired().size());
    }

    /** Warns, once a day at most. To be called more often than that. */
    public synchronized void look() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(QUIET);
        endings().forEach(ending -> log.atWarn().log(ending));
        for (CertificateAuthority.Retired retired : authority.retired()) {
            log.atInfo()
                    .addKeyValue("authority", retired.keyId())
                    .addKeyValue("until", retired.until())
                    .log("the key of a retired issuing authority is still needed, for its CRLs: keep it");
        }
    }

    /** What ends soon, a sentence each, with the remedy. */
    List<String> endings() {
        return List.of(ending("root", rootEnd(), ROOT), ending("issuing authority", issuingEnd(), ISSUING)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Why the server will soon issue nothing of use, if that is so. */
    public Optional<String> unreadyBecause() {
        return List.of(ending("root", rootEnd(), LAST), ending("issuing authority", issuingEnd(), LAST)).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> ending(String what, Instant end, Duration within) {
        if (left(end).compareTo(within) > 0) {
            return Optional.empty();
        }
        String remedy = what.equals("root")
                ? "make a new one, and bring its trust.pem to every node"
                : "make another with 'pigw enroll rotate'";
        return Optional.of("the " + what + (left(end).isZero() ? " has ended at " : " ends at ") + end + ": " + remedy);
    }

    private Instant rootEnd() {
        return authority.root().getNotAfter().toInstant();
    }

    /** The end of the one announced last: a successor that waits for its time is there. */
    private Instant issuingEnd() {
        return authority.newest().notAfter();
    }

    private Duration left(Instant end) {
        Instant now = clock.instant();
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }
}
