package io.pigw.runtime.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.ProviderException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalsTest {

    private static final NodeId NODE = NodeId.of(586);

    @TempDir
    private Path directory;

    private final TestClock clock = TestClock.atPresent();
    private final Environment environment = Environment.create(1, clock);
    private final Renewals renewals = environment.renewals();
    private final TestPki pki = TestPki.create();
    private final Server server = new Server();
    private final List<NodeIdentity> used = new CopyOnWriteArrayList<>();
    private IdentityFiles files;
    private NodeIdentity first;

    @BeforeEach
    void enroll() throws IOException {
        files = IdentityFiles.in(directory);
        first = issue(Duration.ofDays(30), TestPki.newKey());
        files.save(first);
    }

    @AfterEach
    void end() {
        environment.close();
    }

    @ParameterizedTest
    @CsvSource({"PT1M", "P30D"})
    void fiveLivesInARow(Duration life) throws IOException {
        first = issue(life, TestPki.newKey());
        files.save(first);
        WatchedIdentity node = watch(server);

        for (int lives = 1; lives <= 5; lives++) {
            clock.advance(life.multipliedBy(6).dividedBy(10));
            renewals.look();
            assertThat(used).hasSize(lives - 1);
            clock.advance(life.multipliedBy(2).dividedBy(10));
            assertThat(renewals.unreadyBecause()).isEmpty();
            server.life = life;
            renewals.look();
            int expected = lives;
            await().until(() -> used.size() == expected);
            await().until(() -> node.status().nextRenewal() != null
                    && node.status().nextRenewal().isAfter(clock.instant()));

            NodeIdentity loaded = files.load();
            assertThat(loaded.certificate()).isEqualTo(used.getLast().certificate());
            assertThat(loaded.key().getEncoded())
                    .isEqualTo(used.getLast().key().getEncoded())
                    .isNotEqualTo(first.key().getEncoded());
            assertThat(node.status().lastOutcome()).isEqualTo("renewed");
        }
        assertThat(counted("renewed")).isEqualTo(5);
    }

    @Test
    void aFailureIsTriedAgainWithTheSameKeyAndTheReasonIsShown() throws IOException {
        server.then(new IOException("no such host"));
        server.then(new EstOutcome.Pending(Duration.ofHours(3), "an operator approves it"));
        WatchedIdentity node = watch(server);
        clock.advance(Duration.ofDays(22));

        renewals.look();
        await().until(() -> counted("failed") == 1);
        assertThat(node.status().lastOutcome()).contains("no such host");
        assertThat(node.status().nextRenewal())
                .isBetween(clock.instant(), clock.instant().plusSeconds(60));

        clock.advance(Duration.ofMinutes(1));
        renewals.look();
        await().until(() -> counted("pending") == 1);
        assertThat(node.status().nextRenewal()).isEqualTo(clock.instant().plus(Duration.ofHours(3)));

        clock.advance(Duration.ofHours(3));
        renewals.look();
        await().until(() -> used.size() == 1);
        assertThat(server.keys).hasSize(3).containsOnly(server.keys.getFirst());
    }

    @Test
    void anotherNodesCertificateIsNotTaken() throws IOException {
        NodeIdentity other = pki.issue(Role.PEER, 587);
        NodeIdentity otherRole = pki.issue(Role.CSP, 586);
        NodeIdentity otherName = pki.issue(Role.PEER, 586, "eve@p2p.example.net");
        for (NodeIdentity wrong : List.of(other, otherRole, otherName)) {
            server.then(new EstOutcome.Enrolled(wrong));
        }
        WatchedIdentity node = watch(server);

        for (int attempt = 1; attempt <= 3; attempt++) {
            clock.advance(Duration.ofDays(23).dividedBy(attempt));
            renewals.look();
            int expected = attempt;
            await().until(() -> counted("failed") == expected);
            clock.advance(Duration.ofMinutes(10));
        }

        assertThat(used).isEmpty();
        assertThat(node.status().lastOutcome()).contains("user names");
        assertThat(files.load().certificate()).isEqualTo(first.certificate());
    }

    @Test
    void filesThatWereReplacedByHandAreTakenOnceTheyBelongTogether() throws IOException {
        WatchedIdentity node = watch(null);
        NodeIdentity next = issue(Duration.ofDays(30), TestPki.newKey());
        IdentityFiles aside = IdentityFiles.in(directory.resolve("aside"));
        aside.save(next);

        rename(aside.key(), files.key());
        looks(3);
        assertThat(used).isEmpty();
        assertThat(node.status().lastOutcome()).contains("do not belong together");

        rename(aside.chain(), files.chain());
        looks(3);

        assertThat(used).extracting(NodeIdentity::certificate).containsExactly(next.certificate());
        assertThat(node.status().lastOutcome()).isEqualTo("reloaded");
        assertThat(node.status().nextRenewal()).isNull();
    }

    @Test
    void filesOfAnotherNodeOrAnotherCaAreRefused() throws IOException {
        WatchedIdentity node = watch(null);

        IdentityFiles.in(directory).save(pki.issue(Role.PEER, 587));
        looks(3);
        assertThat(node.status().lastOutcome()).contains("but this is PEER 586");

        NodeIdentity foreign = TestPki.create().issue(Role.PEER, 586, "bob@p2p.example.net");
        IdentityFiles.in(directory)
                .save(new NodeIdentity(foreign.key(), foreign.chain(), pki.trustAnchors(), foreign.certificate()));
        looks(3);
        assertThat(node.status().lastOutcome()).contains("no path");
        assertThat(used).isEmpty();
        assertThat(counted("files_refused")).isEqualTo(2);
    }

    @Test
    void oneWhoDoesNotTakeItsFilesStopsNobodyElseAndIsAskedAgainLater() throws IOException {
        AtomicInteger refusals = new AtomicInteger();
        IdentityFiles othersFiles = IdentityFiles.in(directory.resolve("other"));
        NodeIdentity before = pki.issue(Role.PEER, 587);
        othersFiles.save(before);
        WatchedIdentity other = renewals.watch(othersFiles, null, before, _ -> {
            if (refusals.getAndIncrement() == 0) {
                throw new RejectedExecutionException("its loop is busy");
            }
            return CompletableFuture.completedFuture(null);
        });
        WatchedIdentity node = watch(null);
        othersFiles.save(pki.issue(Role.PEER, 587));
        files.save(issue(Duration.ofDays(30), TestPki.newKey()));

        looks(4);

        assertThat(node.status().lastOutcome()).isEqualTo("reloaded");
        assertThat(other.status().lastOutcome()).contains("its loop is busy");
        assertThat(refusals).hasValue(1);

        clock.advance(Duration.ofMinutes(1));
        looks(2);
        assertThat(other.status().lastOutcome()).isEqualTo("reloaded");
    }

    @Test
    void aRenewalThatBreaksIsPutOff() {
        server.then(new ProviderException("the token is gone"));
        WatchedIdentity node = watch(server);
        clock.advance(Duration.ofDays(22));

        renewals.look();
        await().until(() -> counted("failed") == 1);

        assertThat(node.status().lastOutcome()).contains("the token is gone");
        assertThat(node.status().nextRenewal()).isAfter(clock.instant());
        assertThat(node.isDue(clock.instant())).isFalse();
    }

    @Test
    void aCertificateThatIsNotTakenAtOnceIsAskedForWithTheSameKey() {
        AtomicInteger swaps = new AtomicInteger();
        renewals.watch(
                files,
                server,
                first,
                _ -> swaps.getAndIncrement() == 0
                        ? CompletableFuture.failedFuture(new IOException("its loop is busy"))
                        : CompletableFuture.completedFuture(null));
        clock.advance(Duration.ofDays(22));
        renewals.look();
        await().until(() -> counted("failed") == 1);

        clock.advance(Duration.ofMinutes(1));
        renewals.look();

        await().until(() -> counted("renewed") == 1);
        assertThat(server.keys).hasSize(2).containsOnly(server.keys.getFirst());
    }

    @Test
    void whoEndsSoonIsNotReady() {
        watch(null);

        clock.advance(Duration.ofDays(29).plusHours(20));

        assertThat(renewals.unreadyBecause())
                .hasValueSatisfying(why -> assertThat(why).contains("586", "was not renewed"));
        assertThat(environment.metrics().scrape()).contains("pigw_identity_days_left{role=\"peer\"} 0.0");
    }

    @Test
    void noMoreThanAFewAskAtOnce() {
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture<Void> go = new CompletableFuture<>();
        for (int i = 0; i < 50; i++) {
            NodeIdentity identity = pki.issue(Role.PEER, 1_000 + i);
            renewals.watch(
                            IdentityFiles.in(directory.resolve("node" + i)),
                            (current, fresh) -> {
                                most.accumulateAndGet(asking.incrementAndGet(), Math::max);
                                go.join();
                                asking.decrementAndGet();
                                throw new IOException("later");
                            },
                            identity,
                            _ -> CompletableFuture.completedFuture(null))
                    .hurry();
        }

        renewals.look();
        await().until(() -> asking.get() == Renewals.MAX_AT_ONCE);
        go.complete(null);
        await().until(() -> {
            renewals.look();
            return counted("failed") == 50;
        });

        assertThat(most).hasValue(Renewals.MAX_AT_ONCE);
    }

    @Test
    void aClosedNodeIsForgotten() {
        WatchedIdentity node = watch(server);
        assertThat(renewals.statuses()).extracting(IdentityStatus::id).containsExactly("586");

        node.close();

        assertThat(renewals.statuses()).isEmpty();
        assertThat(environment.metrics().scrape()).contains("pigw_identity_days_left{role=\"peer\"} NaN");
    }

    private WatchedIdentity watch(@Nullable CertificateSource source) {
        return renewals.watch(files, source, first, identity -> {
            used.add(identity);
            return CompletableFuture.completedFuture(null);
        });
    }

    private void looks(int times) {
        for (int i = 0; i < times; i++) {
            renewals.look();
        }
    }

    private double counted(String outcome) {
        return environment.metrics().count("pigw_renewals_total", "outcome", outcome);
    }

    private NodeIdentity issue(Duration life, KeyPair key) {
        Instant now = clock.instant();
        return pki.certificate(Role.PEER, NODE)
                .users("bob@p2p.example.net")
                .valid(now.minus(Duration.ofMinutes(5)), now.plus(life))
                .issueFor(key);
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Renews, unless something else is to come first. */
    private final class Server implements CertificateSource {

        final List<KeyPair> keys = new CopyOnWriteArrayList<>();
        private final Deque<Object> first = new ArrayDeque<>();
        volatile Duration life = Duration.ofDays(30);

        void then(Object outcome) {
            first.add(outcome);
        }

        @Override
        public EstOutcome renew(NodeIdentity current, KeyPair fresh) throws IOException {
            keys.add(fresh);
            return switch (first.poll()) {
                case null -> new EstOutcome.Enrolled(issue(life, fresh));
                case IOException failure -> throw failure;
                case RuntimeException broken -> throw broken;
                case EstOutcome outcome -> outcome;
                case Object other -> throw new IllegalStateException(other.toString());
            };
        }
    }
}
