package io.pigw.runtime.revocation;

import io.micrometer.core.instrument.Counter;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What is counted of lists and of those who are on them. */
final class RevocationMeters {

    private static final int SHOWN_KEY_DIGITS = 8;

    private final Metrics metrics;
    private final InstantSource clock;
    private final Counter revoked;
    private final Counter unknown;

    RevocationMeters(Metrics metrics, InstantSource clock) {
        this.metrics = metrics;
        this.clock = clock;
        this.revoked = metrics.counter("pigw_certificates_refused_total", "reason", RefusalReason.REVOKED.label());
        this.unknown =
                metrics.counter("pigw_certificates_refused_total", "reason", RefusalReason.REVOCATION_UNKNOWN.label());
    }

    void taken(CrlOrigin origin) {
        metrics.counter("pigw_revocation_taken_total", "from", origin.label()).increment();
    }

    void refused(CrlOrigin origin, CrlRefusal reason) {
        metrics.counter("pigw_revocation_refused_total", "from", origin.label(), "reason", reason.label())
                .increment();
    }

    void fetched(String outcome) {
        metrics.counter("pigw_revocation_fetches_total", "outcome", outcome).increment();
    }

    void refused(RefusalReason reason) {
        (reason == RefusalReason.REVOKED ? revoked : unknown).increment();
    }

    void watch(CaStatus ca, Supplier<Duration> grace) {
        String key = ca.key().toHex();
        String shown = key.substring(0, Math.min(SHOWN_KEY_DIGITS, key.length()));
        metrics.gauge("pigw_revocation_age_seconds", () -> ageSeconds(ca), "ca", shown);
        metrics.gauge("pigw_revocation_number", ca::number, "ca", shown);
        metrics.gauge("pigw_revocation_entries", () -> entries(ca), "ca", shown);
        metrics.gauge(
                "pigw_revocation_state",
                () -> Freshness.of(ca.list(), ca.grace(grace.get()), clock.instant())
                        .level(),
                "ca",
                shown);
    }

    private double ageSeconds(CaStatus ca) {
        RevocationList list = ca.list();
        return list == null
                ? Double.NaN
                : Duration.between(list.thisUpdate(), clock.instant()).toMillis() / 1_000.0;
    }

    private static int entries(CaStatus ca) {
        RevocationList list = ca.list();
        return list == null ? 0 : list.size();
    }
}
