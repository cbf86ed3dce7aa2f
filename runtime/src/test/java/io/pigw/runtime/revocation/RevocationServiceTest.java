package io.pigw.runtime.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier.Verdict;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.KeyIdentifiers;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.identity.RevocationConfig;
import io.pigw.runtime.testing.CrlServer;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestCrl;
import io.pigw.runtime.testing.TestPki;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RevocationServiceTest {

    private final TestPki pki = TestPki.create();
    private final TestClock clock = TestClock.atPresent();
    private final Instant start = clock.instant();
    private final CrlServer server = new CrlServer();
    private final Environment environment = Environment.create(1, clock);
    private final NodeIdentity self = identity(512);
    private final NodeIdentity bob = identity(586);
    private final CertificateVerifier verifier = environment.verifiers().of(self);
    private final Bytes issuer = KeyIdentifiers.of(pki.issuing());

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        environment.close();
        server.close();
    }

    @Test
    void whoeverIsOnTheListIsRefusedAtOnceThoughKnownGoodBefore() throws Exception {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();
        assertThat(verifier.require(bob.chain())).isEqualTo(bob.certificate());

        assertThat(service.take(pki.crl(2, start).revoke(bob).sign(), CrlOrigin.ISSUED))
                .isInstanceOf(CrlVerdict.Taken.class);

        assertRefused(bob, RefusalReason.REVOKED);
        assertThat(verifier.check(bob.certificate().der()))
                .as("a message or an entry of a route that it signed")
                .isInstanceOfSatisfying(
                        Verdict.Invalid.class,
                        invalid -> assertThat(invalid.reason()).contains("revoked"));
        assertThat(verifier.objection(bob.certificate())).contains(RefusalReason.REVOKED);
        assertThat(verifier.require(self.chain())).isEqualTo(self.certificate());
    }

    @Test
    void withoutAListNobodyIsBelieved() {
        server.fail(503);

        configured();

        assertRefused(bob, RefusalReason.REVOCATION_UNKNOWN);
        assertThat(environment.revocations().unreadyBecause())
                .hasValueSatisfying(why -> assertThat(why).contains("no list of revoked certificates yet"));
        assertThat(environment.metrics().count("pigw_revocation_fetches_total", "outcome", "status"))
                .isEqualTo(1);
    }

    @Test
    void whereNoCertificateSaysWhereListsAreNothingIsAsked() throws Exception {
        NodeIdentity plain = pki.issue(Role.CSP, 700);

        environment.revocations().introduce(plain, verifier);

        assertThat(verifier.require(bob.chain())).isEqualTo(bob.certificate());
        assertThat(server.sentWhole()).isZero();
        assertThat(environment.revocations().unreadyBecause()).isEmpty();
    }

    @Test
    void aListHoldsUntilItsGraceHasPassedToTheSecond() throws Exception {
        Instant next = start.plus(Duration.ofHours(1));
        Instant closes = next.plus(Duration.ofDays(6));
        server.serve(pki.crl(1, start).valid(start, next).sign());
        RevocationService service = configured(new RevocationConfig(null, Duration.ofDays(6), Duration.ofMinutes(5)));
        NodeIdentity alice = pki.certificate(Role.PEER, NodeId.of(600))
                .valid(start.minusSeconds(60), closes.plus(Duration.ofDays(1)))
                .issue();
        next = service.lists().getFirst().nextUpdate();
        closes = next.plus(Duration.ofDays(6));

        clock.set(next);
        assertThat(service.freshness(issuer)).isInstanceOf(Freshness.Fresh.class);
        clock.set(next.plusSeconds(1));
        assertThat(service.freshness(issuer)).isEqualTo(new Freshness.Stale(next, closes));
        assertThat(verifier.require(alice.chain())).isEqualTo(alice.certificate());
        assertThat(environment.revocations().unreadyBecause()).isEmpty();

        clock.set(closes.minusSeconds(1));
        assertThat(verifier.require(alice.chain())).isEqualTo(alice.certificate());
        assertThat(environment.revocations().unreadyBecause()).isPresent();
        assertThat(environment.metrics().scrape()).containsPattern("pigw_revocation_state\\{ca=\"\\w{8}\"} 1");

        clock.set(closes.plusSeconds(1));
        assertThat(service.freshness(issuer)).isEqualTo(new Freshness.Closed(closes));
        assertRefused(alice, RefusalReason.REVOCATION_UNKNOWN);
        assertThat(environment.metrics().scrape()).containsPattern("pigw_revocation_state\\{ca=\"\\w{8}\"} 2");

        clock.set(start);
        assertThat(verifier.require(alice.chain()))
                .as("a clock that was set right")
                .isEqualTo(alice.certificate());

        clock.set(closes.plusSeconds(1));
        service.take(pki.crl(2, clock.instant()).sign(), CrlOrigin.ISSUED);
        assertThat(verifier.require(alice.chain())).as("a new list").isEqualTo(alice.certificate());
    }

    static Stream<Arguments> badLists() {
        return Stream.of(
                bad("another key", CrlRefusal.BAD_SIGNATURE, crl -> crl.signedBy(TestPki.newKey())),
                bad("no number", CrlRefusal.UNSUPPORTED, TestCrl::unnumbered),
                bad("a delta", CrlRefusal.UNSUPPORTED, TestCrl::delta),
                bad("partial", CrlRefusal.UNSUPPORTED, TestCrl::partial),
                bad("critical", CrlRefusal.UNSUPPORTED, TestCrl::withCriticalExtension),
                bad("future", CrlRefusal.FROM_THE_FUTURE, crl -> crl.valid(in(11), in(60))),
                bad("expired", CrlRefusal.EXPIRED, crl -> crl.valid(in(-60), in(-1))),
                bad("ends before it begins", CrlRefusal.EXPIRED, crl -> crl.valid(in(5), in(3))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badLists")
    void aBadListIsNotTaken(String what, CrlRefusal reason, UnaryOperator<TestCrl> change) throws Exception {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();

        CrlVerdict verdict =
                service.take(change.apply(pki.crl(2, start).revoke(bob)).sign(), CrlOrigin.PUSHED);

        assertThat(verdict).as(what).isEqualTo(new CrlVerdict.Refused(reason));
        assertThat(verifier.require(bob.chain())).isEqualTo(bob.certificate());
        assertThat(environment
                        .metrics()
                        .count("pigw_revocation_refused_total", "from", "pushed", "reason", reason.label()))
                .isEqualTo(1);
    }

    @Test
    void onlyAHigherNumberReplacesAList() {
        server.serve(pki.crl(7, start).revoke(bob).sign());
        RevocationService service = configured();

        assertThat(service.take(pki.crl(7, start).sign(), CrlOrigin.PUSHED))
                .isEqualTo(new CrlVerdict.Refused(CrlRefusal.NOT_NEWER));
        assertThat(service.take(pki.crl(6, start).sign(), CrlOrigin.PUSHED))
                .isEqualTo(new CrlVerdict.Refused(CrlRefusal.NOT_NEWER));
        assertRefused(bob, RefusalReason.REVOKED);

        assertThat(service.take(pki.crl(8, start).scopedToAll().sign(), CrlOrigin.PUSHED))
                .isInstanceOf(CrlVerdict.Taken.class);
        assertThat(verifier.objection(bob.certificate())).isEmpty();
    }

    @Test
    void garbageAndOtherAuthoritiesListsAreNotTaken() {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();
        Bytes good = pki.crl(2, start).revoke(bob).sign();

        assertThat(service.take(Bytes.utf8("garbage"), CrlOrigin.PUSHED))
                .isEqualTo(new CrlVerdict.Refused(CrlRefusal.MALFORMED));
        assertThat(service.take(Bytes.EMPTY, CrlOrigin.PUSHED)).isEqualTo(new CrlVerdict.Refused(CrlRefusal.MALFORMED));
        assertThat(service.take(Bytes.copyOf(new byte[CrlReader.MAX_BYTES + 1]), CrlOrigin.PUSHED))
                .isEqualTo(new CrlVerdict.Refused(CrlRefusal.TOO_LARGE));
        assertThat(service.take(
                        TestPki.create("other.example.net").crl(2, start).sign(), CrlOrigin.PUSHED))
                .isEqualTo(new CrlVerdict.Refused(CrlRefusal.UNKNOWN_ISSUER));
        assertThat(service.take(TestPki.create().crl(2, start).sign(), CrlOrigin.PUSHED))
                .as("of the same name")
                .isEqualTo(new CrlVerdict.Refused(CrlRefusal.BAD_SIGNATURE));
        for (int i = 0; i < good.size(); i++) {
            byte[] changed = good.toArray();
            changed[i] ^= 1;
            assertThat(service.take(Bytes.copyOf(changed), CrlOrigin.PUSHED))
                    .as("byte %s changed", i)
                    .isInstanceOf(CrlVerdict.Refused.class);
        }
        assertThat(service.lists()).hasSize(1).allMatch(list -> list.number() == 1);
    }

    @Test
    void aRevokedCaTakesAllItsCertificatesWithIt() {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();

        assertThat(service.take(
                        pki.rootCrl(1, start)
                                .revoke(pki.issuing().getSerialNumber())
                                .sign(),
                        CrlOrigin.ISSUED))
                .isInstanceOf(CrlVerdict.Taken.class);

        assertRefused(bob, RefusalReason.REVOKED);
    }

    @Test
    void theListIsThereAfterARestartWithoutAServer() throws IOException {
        server.serve(pki.crl(3, start).revoke(bob).sign());
        configured();
        await().untilAsserted(
                        () -> assertThat(directory).isDirectoryContaining("glob:**/crl-" + issuer.toHex() + ".der"));
        server.fail(503);
        clock.set(start.plus(Duration.ofDays(2)));

        try (Environment restarted = Environment.create(1, clock)) {
            CertificateVerifier fresh = restarted.verifiers().of(self);
            restarted.revocations().configure(self, fresh, files(null));

            await().untilAsserted(
                            () -> assertThat(fresh.objection(bob.certificate())).contains(RefusalReason.REVOKED));
            assertThat(fresh.objection(self.certificate())).isEmpty();
        }
    }

    @Test
    void aFileThatSomebodyChangedIsNotBelieved() throws IOException {
        server.fail(503);
        Path file = directory.resolve("crl-" + issuer.toHex() + ".der");
        Files.write(file, pki.crl(1, start).signedBy(TestPki.newKey()).sign().toArray());

        configured();

        assertRefused(bob, RefusalReason.REVOCATION_UNKNOWN);
        assertThat(environment
                        .metrics()
                        .count("pigw_revocation_refused_total", "from", "stored", "reason", "bad_signature"))
                .isEqualTo(1);
    }

    @Test
    void newsWithoutTheListHaveItFetchedAndWhatIsThereIsNotSentAgain() {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();
        assertThat(server.sentWhole()).isEqualTo(1);

        service.onNotice(new RevocationNotice(new Transaction(1), issuer, 2, Bytes.EMPTY), NodeId.of(512));

        await().untilAsserted(() -> assertThat(server.sentNotModified()).isEqualTo(1));
        assertThat(server.sentWhole()).isEqualTo(1);
        service.onNotice(new RevocationNotice(new Transaction(2), issuer, 1, Bytes.EMPTY), NodeId.of(512));
        assertThat(environment
                        .metrics()
                        .count("pigw_revocation_refused_total", "from", "pushed", "reason", "not_newer"))
                .isEqualTo(1);
    }

    @Test
    void aNumberThatNobodySignedKeepsNoOtherNewsAway() {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();
        service.onNotice(
                new RevocationNotice(new Transaction(1), issuer, RevocationNotice.MAX_NUMBER, Bytes.EMPTY),
                NodeId.of(666));
        await().untilAsserted(() -> assertThat(server.sentNotModified()).isEqualTo(1));

        server.serve(pki.crl(2, start).revoke(bob).sign());
        service.onNotice(new RevocationNotice(new Transaction(2), issuer, 2, Bytes.EMPTY), NodeId.of(512));

        await().untilAsserted(
                        () -> assertThat(verifier.objection(bob.certificate())).contains(RefusalReason.REVOKED));
    }

    @Test
    void whatIsIssuedInTheProcessIsNotFetched() throws Exception {
        server.serve(pki.crl(1, start).revoke(bob).sign());
        RevocationService service = environment.revocations().of(verifier);
        service.issuedHere(pki.issuing());
        service.take(pki.crl(1, start).sign(), CrlOrigin.ISSUED);

        environment.revocations().introduce(self, verifier);

        assertThat(verifier.require(bob.chain())).isEqualTo(bob.certificate());
        assertThat(service.freshness(issuer)).isInstanceOf(Freshness.Fresh.class);
        assertThat(server.sentWhole()).isZero();
    }

    @Test
    void listsThatComeAtTheSameTimeAreTakenStoredAndToldInOneOrder() throws Exception {
        server.serve(pki.crl(1, start).sign());
        RevocationService service = configured();
        Bytes newer = pki.crl(3, start).revoke(bob).sign();
        Thread second = Thread.ofPlatform().unstarted(() -> service.take(newer, CrlOrigin.FETCHED));
        List<Long> told = new CopyOnWriteArrayList<>();
        service.add(list -> {
            if (list.number() == 2) {
                second.start();
                await().until(() -> !second.isAlive() || second.getState() == Thread.State.WAITING);
            }
        });
        service.add(list -> told.add(list.number()));

        service.take(pki.crl(2, start).sign(), CrlOrigin.PUSHED);
        second.join();

        assertThat(told).endsWith(2L, 3L);
        assertThat(directory.resolve("crl-" + issuer.toHex() + ".der")).hasBinaryContent(newer.toArray());
    }

    @Test
    void itsOwnCaIsTheOneThatSignedWhereverItStandsInTheChain() throws Exception {
        TestPki next = pki.withNewIssuingCa();
        NodeIdentity carol =
                next.certificate(Role.PEER, NodeId.of(587)).crlAt(server.url()).issue();
        server.serve(next.crl(1, start).sign());
        List<X509Certificate> chain = List.of(carol.chain().getFirst(), pki.issuing(), next.issuing());

        environment
                .revocations()
                .configure(NodeIdentity.of(carol.key(), chain, pki.trustAnchors()), verifier, files(null));

        assertThat(environment.revocations().unreadyBecause()).isEmpty();
        assertThat(verifier.require(carol.chain())).isEqualTo(carol.certificate());
    }

    @Test
    void theRootsListIsFetchedFromWhereIssuingCertificatesSay() {
        try (CrlServer rootServer = new CrlServer()) {
            TestPki checked = pki.withRootListAt(rootServer.url());
            NodeIdentity carol = checked.certificate(Role.PEER, NodeId.of(587))
                    .crlAt(server.url())
                    .issue();
            server.serve(checked.crl(1, start).sign());
            rootServer.serve(pki.rootCrl(1, start)
                    .revoke(checked.issuing().getSerialNumber())
                    .sign());

            environment.revocations().configure(carol, verifier, files(null));

            await().untilAsserted(() ->
                    assertThat(verifier.objection(carol.certificate())).contains(RefusalReason.REVOKED));
        }
    }

    @Test
    void withoutAListOfTheRootItsCasAreGoodAndWithOneThatIsTooOldNoLonger() throws Exception {
        try (CrlServer rootServer = new CrlServer()) {
            TestPki checked = pki.withRootListAt(rootServer.url());
            Instant before = start.minus(Duration.ofDays(10));
            Instant next = before.plusSeconds(60).truncatedTo(ChronoUnit.SECONDS);
            clock.set(before);
            NodeIdentity dave = under(checked, 588, before.minusSeconds(60));
            NodeIdentity carol = under(checked, 587, start.minus(Duration.ofDays(8)));
            server.serve(checked.crl(1, start)
                    .valid(before, start.plus(Duration.ofDays(300)))
                    .sign());
            environment.revocations().configure(dave, verifier, files(null));
            RevocationService service = environment.revocations().of(verifier);
            assertThat(verifier.require(dave.chain())).isEqualTo(dave.certificate());

            service.take(pki.rootCrl(1, start).valid(before, next).sign(), CrlOrigin.PUSHED);

            clock.set(next.plus(CaStatus.ROOT_GRACE).minusSeconds(1));
            assertThat(verifier.require(carol.chain())).isEqualTo(carol.certificate());
            assertThat(environment.revocations().unreadyBecause()).isPresent();
            clock.set(next.plus(CaStatus.ROOT_GRACE).plusSeconds(1));
            assertRefused(carol, RefusalReason.REVOCATION_UNKNOWN);
            try (Environment restarted = Environment.create(1, clock)) {
                CertificateVerifier fresh = restarted.verifiers().of(carol);
                restarted.revocations().configure(carol, fresh, files(null));
                await().untilAsserted(() -> assertThat(fresh.objection(carol.certificate()))
                        .as("after a restart")
                        .contains(RefusalReason.REVOCATION_UNKNOWN));
            }
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        server.fail(302);

        configured();

        assertRefused(bob, RefusalReason.REVOCATION_UNKNOWN);
        assertThat(environment.metrics().count("pigw_revocation_fetches_total", "outcome", "status"))
                .isEqualTo(1);
    }

    @Test
    void aPlaceThatIsConfiguredCountsMoreThanTheCertificates() {
        NodeIdentity plain = pki.issue(Role.CSP, 513);
        server.serve(pki.crl(1, start).revoke(bob).sign());

        environment
                .revocations()
                .configure(
                        plain,
                        verifier,
                        files(new RevocationConfig(
                                server.url() + "/{keyId}", Duration.ofDays(7), Duration.ofMinutes(5))));

        assertRefused(bob, RefusalReason.REVOKED);
    }

    private RevocationService configured() {
        return configured(RevocationConfig.DEFAULTS);
    }

    private RevocationService configured(RevocationConfig config) {
        environment.revocations().configure(self, verifier, files(config));
        return environment.revocations().of(verifier);
    }

    private IdentityConfig files(@Nullable RevocationConfig revocation) {
        Path none = directory.resolve("none");
        return new IdentityConfig(none, none, none, null, revocation);
    }

    private NodeIdentity under(TestPki authority, long id, Instant from) {
        return authority
                .certificate(Role.PEER, NodeId.of(id))
                .valid(from, from.plus(Duration.ofDays(30)))
                .crlAt(server.url())
                .issue();
    }

    private NodeIdentity identity(long id) {
        return pki.certificate(Role.PEER, NodeId.of(id)).crlAt(server.url()).issue();
    }

    private static Arguments bad(String what, CrlRefusal reason, UnaryOperator<TestCrl> change) {
        return Arguments.of(what, reason, change);
    }

    private static Instant in(int minutes) {
        return Instant.now().plus(Duration.ofMinutes(minutes));
    }

    private void assertRefused(NodeIdentity identity, RefusalReason reason) {
        assertThatThrownBy(() -> verifier.require(identity.chain()))
                .isInstanceOfSatisfying(
                        CertificateRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
