package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.gateway.sip.tls.TlsIdentity;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that comes to its end. */
final class TlsWatchTest {

    @TempDir
    Path folder;

    @Test
    void warnsOnceForEachOfTheLastSevenDays() throws Exception {
        SipPki ims = new SipPki();
        TestClock clock = TestClock.atPresent();
        CountingMetrics metrics = new CountingMetrics();
        SipPki.Files3 files = ims.write(
                folder,
                ims.certificate("sip:gw.example.net")
                        .valid(clock.instant().minusSeconds(60), clock.instant().plus(Duration.ofHours(10 * 24 + 1))));
        TlsConfig config = TlsConfig.of(new HostPort("127.0.0.1", 0), files.certificate(), files.key(), files.trust());
        try (TlsWatch watch = new TlsWatch(TlsIdentity.open(config, clock), metrics)) {
            for (int day = 0; day <= 12; day++) {
                watch.look();
                watch.look();
                int left = 10 - day;
                assertThat(metrics.gauge(SipMetrics.TLS_DAYS_LEFT)).isEqualTo(left);
                assertThat(metrics.of(SipMetrics.TLS, "ends_soon")).isEqualTo(Math.max(0, 7 - left));
                clock.advance(Duration.ofDays(1));
            }
        }
    }
}
