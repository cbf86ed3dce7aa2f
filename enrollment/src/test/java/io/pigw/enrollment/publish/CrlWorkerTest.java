package io.pigw.enrollment.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.runtime.metrics.Metrics;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a CRL is made, and what happens when it cannot be. */
class CrlWorkerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final Metrics metrics = new Metrics();
    private final Played store = new Played();
    private volatile Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private CrlPublisher publisher;
    private CrlWorker worker;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        CertificateAuthority authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")),
                "p2p.example.net",
                Duration.ofDays(30),
                () -> now,
                new SecureRandom());
        publisher = new CrlPublisher(authority, store, CrlTimes.DEFAULT, () -> now);
        worker = new CrlWorker(publisher, new CrlMeters(metrics, publisher, () -> now), () -> now);
    }

    @AfterEach
    void close() {
        worker.close();
        metrics.close();
    }

    @Test
    void makesTheFirstListByItself() {
        worker.start();

        await().atMost(SOON).until(() -> publisher.current().isPresent());
        assertThat(worker.unreadyBecause()).isEmpty();
    }

    @Test
    void makesTheNextOneWhenItIsDue() throws Exception {
        worker.start();
        worker.signNow().get();
        Crl first = publisher.current().orElseThrow();

        now = now.plus(Duration.ofHours(1)).minusSeconds(1);
        assertThat(publisher.due()).isAfter(now);
        now = now.plusSeconds(1);
        assertThat(publisher.due()).isEqualTo(now);

        await().atMost(SOON).until(() -> publisher.current().orElseThrow().number() > first.number());
        assertThat(publisher.current().orElseThrow().thisUpdate()).isEqualTo(now);
    }

    @Test
    void isNotReadyWhileNoListCanBeMadeAndTriesAgain() throws Exception {
        store.broken = true;
        worker.start();

        assertThatThrownBy(() -> worker.signNow().get()).hasMessageContaining("disk full");
        assertThat(worker.unreadyBecause())
                .hasValueSatisfying(reason -> assertThat(reason).contains("could not be signed", "disk full"));
        assertThat(publisher.current()).isEmpty();
        assertThat(metrics.count("pigw_crl_signed_total", "outcome", "failed")).isPositive();
        store.broken = false;

        await().atMost(SOON).until(() -> publisher.current().isPresent());
        assertThat(worker.unreadyBecause()).isEmpty();
    }

    @Test
    void outlivesAnError() {
        store.fatal = true;
        worker.start();

        assertThatThrownBy(() -> worker.signNow().get(SOON.toSeconds(), TimeUnit.SECONDS))
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(worker.unreadyBecause())
                .hasValueSatisfying(reason -> assertThat(reason).contains("StackOverflowError"));
        store.fatal = false;

        await().atMost(SOON).until(() -> publisher.current().isPresent());
    }

    @Test
    void isNotReadyWhenTheLastListHasBecomeOldThoughNothingFailed() throws Exception {
        worker.start();
        worker.signNow().get();
        Instant end = publisher.current().orElseThrow().nextUpdate();
        worker.close();

        now = end.minus(CrlTimes.DEFAULT.life().dividedBy(2));
        assertThat(worker.unreadyBecause()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(worker.unreadyBecause())
                .hasValueSatisfying(reason -> assertThat(reason).contains("ends at " + end));
    }

    @Test
    void whatIsNotOnRecordIsNotPublic() throws Exception {
        store.brokenCommits = true;
        worker.start();

        assertThatThrownBy(() -> worker.signNow().get()).hasMessageContaining("on record");

        assertThat(publisher.current()).isEmpty();
    }

    @Test
    void tellsWhoWaitsWhenItEnds() {
        CompletableFuture<List<Crl>> wish = worker.signNow();
        worker.start();
        worker.close();

        assertThat(wish).isDone();
    }

    /** Keeps the latest CRL. */
    private static final class Played implements CrlStore {
        private volatile boolean broken;
        private volatile boolean fatal;
        private volatile boolean brokenCommits;
        private volatile long number;

        @Override
        public CompletableFuture<CrlDraft> draft(String issuer, Instant now) {
            if (fatal) {
                throw new StackOverflowError("for the test");
            }
            return broken
                    ? CompletableFuture.failedFuture(new IllegalStateException("disk full"))
                    : CompletableFuture.completedFuture(new CrlDraft(number + 1, List.of()));
        }

        @Override
        public CompletableFuture<Void> commit(Crl crl) {
            if (brokenCommits) {
                return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
            }
            number = crl.number();
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<Void> take(Crl crl, Instant now) {
            return CompletableFuture.failedFuture(new IllegalStateException("there is no root's list here"));
        }

        @Override
        public CompletableFuture<Optional<Crl>> latest(String issuer) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
    }
}
