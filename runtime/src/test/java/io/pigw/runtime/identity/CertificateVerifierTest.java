package io.pigw.runtime.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier.Verdict;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateVerifierTest {

    private final TestPki pki = TestPki.create();
    private final TestClock clock = TestClock.atPresent();
    private final CertificateVerifier verifier = new CertificateVerifier(pki.trustAnchors(), TestPki.OVERLAY, clock);

    @Test
    void aCertificateTellsWhoItsNodeIs() throws Exception {
        NodeIdentity bob = pki.issue(
                Role.PEER,
                NodeId.parse("340282366920938463463374607431768211455"),
                "bob@p2p.example.net",
                "rob@p2p.example.net");

        NodeCertificate certificate = verifier.require(bob.chain());

        assertThat(certificate).isEqualTo(bob.certificate());
        assertThat(certificate.id()).hasToString("340282366920938463463374607431768211455");
        assertThat(certificate.overlay()).isEqualTo("p2p.example.net");
        assertThat(certificate.role()).isEqualTo(Role.PEER);
        assertThat(certificate.users())
                .extracting(Object::toString)
                .containsExactly("bob@p2p.example.net", "rob@p2p.example.net");
    }

    @Test
    void aCertificateThatComesAloneIsJudgedOnceItsCaIsKnown() {
        NodeIdentity bob = pki.issue(Role.PEER, 586);
        assertThat(verifier.check(bob.certificate().der())).isInstanceOf(Verdict.Invalid.class);

        verifier.learn(pki.issue(Role.CSP, 512).chain());

        assertThat(verifier.check(bob.certificate().der())).isEqualTo(new Verdict.Valid(bob.certificate()));
    }

    @Test
    void whatWasGoodIsGoodUntilItExpires() throws Exception {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        NodeIdentity bob = pki.certificate(Role.PEER, NodeId.of(586))
                .valid(clock.instant().minusSeconds(1), end)
                .issue();
        verifier.require(bob.chain());

        clock.set(end.minusSeconds(2));
        assertThat(verifier.require(bob.chain())).isEqualTo(bob.certificate());

        clock.set(end.plusSeconds(1));
        assertRefused(bob, RefusalReason.EXPIRED);
    }

    @Test
    void aValidatedCertificateIsNotGoodBeforeItsTime() throws Exception {
        NodeIdentity bob = pki.issue(Role.PEER, 586);
        verifier.require(bob.chain());

        clock.set(clock.instant().minus(Duration.ofDays(1)));

        assertRefused(bob, RefusalReason.NOT_YET_VALID);
    }

    @Test
    void badCertificatesAreRefusedEachForItsReason() {
        assertRefused(TestPki.create().issue(Role.PEER, 586), RefusalReason.UNTRUSTED);
        assertRefused(pki.certificate(Role.PEER, NodeId.of(586)).selfSigned().issue(), RefusalReason.UNTRUSTED);
        assertRefused(pki.certificate(Role.PEER, NodeId.of(586)).expired().issue(), RefusalReason.EXPIRED);
        assertRefused(pki.certificate(Role.PEER, NodeId.of(586)).withoutRole().issue(), RefusalReason.BAD_PROFILE);
        assertRefused(
                pki.certificate(Role.PEER, NodeId.of(586))
                        .overlay("other.example.net")
                        .issue(),
                RefusalReason.WRONG_OVERLAY);
    }

    @Test
    void aCertificateForTooLongIsRefused() {
        Instant begin = clock.instant().minusSeconds(60);

        assertThatThrownBy(() -> pki.certificate(Role.PEER, NodeId.of(586))
                        .valid(begin, begin.plus(Duration.ofDays(31)))
                        .issue())
                .hasMessageContaining("30 days");
    }

    @Test
    void garbageIsNoCertificate() {
        assertThat(verifier.check(Bytes.EMPTY)).isInstanceOf(Verdict.Invalid.class);
        assertThat(verifier.check(Bytes.utf8("garbage"))).isInstanceOf(Verdict.Invalid.class);
        assertThat(verifier.check(Bytes.copyOf(new byte[5_000]))).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aSignatureHoldsForItsContentAndSignerAlone() {
        NodeIdentity bob = pki.issue(Role.PEER, 586);
        NodeIdentity eve = pki.issue(Role.PEER, 587);
        Bytes content = Bytes.utf8("content");

        Bytes signature = new EcdsaSigner(bob).sign(content);

        assertThat(verifier.verify(bob.certificate(), content, signature)).isTrue();
        assertThat(verifier.verify(bob.certificate(), Bytes.utf8("Content"), signature))
                .isFalse();
        assertThat(verifier.verify(eve.certificate(), content, signature)).isFalse();
        assertThat(verifier.verify(bob.certificate(), content, Bytes.EMPTY)).isFalse();
        assertThat(verifier.verify(bob.certificate(), content, Bytes.utf8("garbage")))
                .isFalse();
        byte[] flipped = signature.toArray();
        flipped[flipped.length - 1] ^= 1;
        assertThat(verifier.verify(bob.certificate(), content, Bytes.copyOf(flipped)))
                .isFalse();
    }

    @Test
    void forgedCertificatesCostNoSearchForAPath() {
        NodeIdentity good = pki.issue(Role.PEER, 1);
        verifier.learn(good.chain());
        TestPki forger = TestPki.create();
        long before = verifier.pathSearches();

        for (int i = 0; i < 100; i++) {
            NodeIdentity forged = forger.issue(Role.PEER, 586 + i);
            assertRefused(forged, RefusalReason.UNTRUSTED);
            assertThat(verifier.check(forged.certificate().der())).isInstanceOf(Verdict.Invalid.class);
        }
        assertThat(verifier.pathSearches()).isEqualTo(before);

        assertThat(verifier.check(good.certificate().der())).isInstanceOf(Verdict.Valid.class);
        assertThat(verifier.pathSearches()).isEqualTo(before + 1);
    }

    @Test
    void aBadCertificateOfOurCaIsJudgedOnceAMinute() {
        NodeIdentity foreign = pki.certificate(Role.PEER, NodeId.of(586))
                .overlay("other.example.net")
                .issue();

        for (int i = 0; i < 100; i++) {
            assertRefused(foreign, RefusalReason.WRONG_OVERLAY);
        }
        assertThat(verifier.pathSearches()).isEqualTo(1);

        clock.advance(Duration.ofSeconds(61));
        assertRefused(foreign, RefusalReason.WRONG_OVERLAY);
        assertThat(verifier.pathSearches()).isEqualTo(2);
    }

    @Test
    void whatWasRefusedIsRememberedWithinBounds() {
        RefusedCache cache = new RefusedCache();
        CertificateRefusedException untrusted = new CertificateRefusedException(RefusalReason.UNTRUSTED, "test");

        for (int i = 0; i < 10 * RefusedCache.MAX_ENTRIES; i++) {
            cache.put(Bytes.utf8("hash " + i), untrusted, clock.instant());
        }

        assertThat(cache.size()).isBetween(1, RefusedCache.MAX_ENTRIES);
    }

    @Test
    void theCacheIsBounded() {
        ValidatedCache cache = new ValidatedCache();
        NodeIdentity bob = pki.issue(Role.PEER, 586);
        Validated validated = new Validated(
                bob.certificate(),
                bob.chain().getFirst().getPublicKey(),
                clock.instant(),
                clock.instant().plusSeconds(60),
                List.of());

        for (int i = 0; i < 2 * ValidatedCache.MAX_ENTRIES; i++) {
            cache.put(Bytes.utf8("hash " + i), validated, clock.instant());
        }

        assertThat(cache.size()).isLessThanOrEqualTo(ValidatedCache.MAX_ENTRIES).isPositive();
    }

    private void assertRefused(NodeIdentity identity, RefusalReason reason) {
        assertThatThrownBy(() -> verifier.require(identity.chain()))
                .isInstanceOfSatisfying(
                        CertificateRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
