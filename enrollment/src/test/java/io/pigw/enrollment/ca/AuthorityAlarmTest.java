package io.pigw.enrollment.ca;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.runtime.metrics.Metrics;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of an authority is told long before it comes. */
class AuthorityAlarmTest {

    private Instant now = Instant.parse("2026-11-21T12:00:00Z");

    @Test
    void tellsOfWhatEnds(@TempDir Path directory) throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")),
                "p2p.example.net",
                Duration.ofDays(30),
                () -> now,
                new SecureRandom());
        AuthorityAlarm alarm = new AuthorityAlarm(authority, () -> now);
        Instant issuingEnd = authority.issuing().getNotAfter().toInstant();
        Instant rootEnd = authority.root().getNotAfter().toInstant();

        assertThat(alarm.endings()).isEmpty();
        now = issuingEnd.minus(Duration.ofDays(90));
        assertThat(alarm.endings()).hasSize(1).allMatch(text -> text.contains("enroll rotate"));
        assertThat(alarm.unreadyBecause()).isEmpty();
        now = issuingEnd.minus(Duration.ofDays(7));
        assertThat(alarm.unreadyBecause())
                .hasValueSatisfying(text -> assertThat(text).contains("the issuing authority ends at " + issuingEnd));
        now = rootEnd.minus(Duration.ofDays(365));
        assertThat(alarm.endings()).hasSize(2).first().asString().contains("trust.pem");
        try (Metrics metrics = new Metrics()) {
            alarm.register(metrics);
            assertThat(metrics.scrape())
                    .contains("pigw_authority_days_left{authority=\"root\"} 365")
                    .contains("pigw_authority_days_left{authority=\"issuing\"} 0")
                    .contains("pigw_authority_retired_keys 0");
        }
    }
}
