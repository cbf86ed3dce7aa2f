package io.pigw.enrollment.publish;

import io.micrometer.core.instrument.Counter;
import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Meters of the CRLs. The gauges are about the authority that issues now; 0 without a CRL. */
final class CrlMeters {

    private final Counter signed;
    private final Counter failed;

    CrlMeters(Metrics metrics, CrlPublisher publisher, InstantSource clock) {
        signed = metrics.counter("pigw_crl_signed_total", "outcome", "signed");
        failed = metrics.counter("pigw_crl_signed_total", "outcome", "failed");
        gauge(metrics, "pigw_crl_number", publisher, Crl::number);
        gauge(metrics, "pigw_crl_entries", publisher, Crl::entries);
        gauge(metrics, "pigw_crl_bytes", publisher, crl -> crl.der().size());
        gauge(
                metrics,
                "pigw_crl_age_seconds",
                publisher,
                crl -> Duration.between(crl.thisUpdate(), clock.instant()).toSeconds());
        gauge(
                metrics,
                "pigw_crl_good_for_seconds",
                publisher,
                crl -> Duration.between(clock.instant(), crl.nextUpdate()).toSeconds());
    }

    void signed(List<Crl> crls) {
        signed.increment(crls.size());
    }

    void failed() {
        failed.increment();
    }

    private static void gauge(Metrics metrics, String name, CrlPublisher publisher, Function<Crl, Number> value) {
        metrics.latestGauge(name, () -> publisher.current().map(value).orElse(0));
    }
}
