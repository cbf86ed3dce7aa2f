package io.pigw.bench.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pigw.bench.BenchProgress;
import io.pigw.bench.MissingToolException;
import io.pigw.bench.load.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short runs; no figure is asserted, as machines differ. */
class SipBenchTest {

    private static final Path NO_FILE = Path.of("none");

    @TempDir
    private Path directory = NO_FILE;

    @Test
    void oursAreMeasuredWithoutAnythingOfOthers() throws Exception {
        SipReport report =
                run(Transport.UDP, List.of(SipServer.PIGW_ANSWER, SipServer.PIGW_ACCEPT, SipServer.PIGW_GATEWAY), 20);

        assertThat(report.rows())
                .extracting(SipRow::server)
                .containsExactly("pigw-answer", "pigw-accept", "pigw-gateway");
        assertThat(report.rows()).allSatisfy(row -> {
            assertThat(row.perSecond()).isPositive();
            assertThat(row.refused()).isZero();
            assertThat(row.cpuMicrosPerMessage()).isPositive();
            assertThat(row.allocatedBytesPerMessage()).isPositive();
            assertThat(row.latency()).hasSize(1);
        });
        assertThat(report.skipped()).isEmpty();
    }

    @Test
    void kamailioIsMeasuredWhereItIsInstalled() throws Exception {
        requireKamailio();

        SipReport report = run(Transport.TCP, List.of(SipServer.KAMAILIO_REPLY, SipServer.KAMAILIO_RELAY), 20);

        assertThat(report.rows()).extracting(SipRow::server).containsExactly("kamailio-reply", "kamailio-relay");
        assertThat(report.rows()).allSatisfy(row -> {
            assertThat(row.perSecond()).isPositive();
            assertThat(row.ratioPerSecond()).isEqualTo(1);
            assertThat(row.lost()).isZero();
        });
    }

    private SipReport run(Transport transport, List<SipServer> servers, int rate) throws Exception {
        return SipBench.run(
                new SipBenchOptions(
                        transport, Duration.ofSeconds(1), Duration.ZERO, 1, 2, 10, 4, List.of(rate), servers, "256m"),
                directory,
                BenchProgress.SILENT);
    }

    private static void requireKamailio() {
        try {
            Kamailio.find();
        } catch (MissingToolException missing) {
            String remedy = String.valueOf(missing.getMessage());
            if (Boolean.getBoolean("require.tools")) {
                throw new AssertionError(remedy);
            }
            System.err.println("SKIPPED: " + remedy);
            assumeTrue(false, remedy);
        }
    }
}
