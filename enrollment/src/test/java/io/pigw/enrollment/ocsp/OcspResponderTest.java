package io.pigw.enrollment.ocsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.store.Issued;
import io.pigw.runtime.metrics.Metrics;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OcspResponderTest {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");
    private static final OcspLimits LIMITS = new OcspLimits(3, 6, 3, 8, 4, Duration.ofHours(1));

    private final List<Issued> own = new ArrayList<>();
    private final Map<BigInteger, CertificateStatus> statuses = new HashMap<>();
    private final Metrics metrics = new Metrics();
    private Instant now = START;
    private CertificateAuthority authority;
    private OcspResponder responder;

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        SecureRandom random = new SecureRandom();
        authority = CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")), "p2p.example.net", Duration.ofDays(30), () -> now, random);
        StatusStore store = new StatusStore() {
            @Override
            public List<CertificateStatus> statuses(String issuer, List<BigInteger> serials) {
                return serials.stream()
                        .map(serial -> statuses.getOrDefault(serial, new CertificateStatus.Unknown()))
                        .toList();
            }

            @Override
            public void close() {}
        };
        responder = new OcspResponder(
                authority,
                store,
                new OcspSigners(
                        authority,
                        (certificate, _) -> {
                            own.add(certificate);
                            return CompletableFuture.completedFuture(null);
                        },
                        () -> now,
                        random),
                LIMITS,
                new OcspMeters(metrics),
                () -> now);
        statuses.put(BigInteger.ONE, new CertificateStatus.Good());
    }

    @AfterEach
    void close() {
        responder.close();
        metrics.close();
    }

    @Test
    void signsOnceForAllWhoAskTheSame() throws Exception {
        byte[] question = question(null, 1);

        OcspReply first = ask(question);
        OcspReply second = ask(question);

        assertThat(second).isSameAs(first);
        assertThat(first.isCacheable()).isTrue();
        assertThat(first.nextUpdate()).isEqualTo(now.plus(LIMITS.life()));
        assertThat(signatures()).isEqualTo(1);
    }

    @Test
    void signsAnewAtHalfOfAnAnswersLifeAndAfterAChange() throws Exception {
        byte[] question = question(null, 1);
        ask(question);

        now = now.plus(LIMITS.life().dividedBy(2));
        OcspReply later = ask(question);
        statuses.put(BigInteger.ONE, new CertificateStatus.Revoked(now, RevocationReason.KEY_COMPROMISE));
        responder.changed();
        now = now.plusSeconds(1);
        OcspReply changed = ask(question);

        assertThat(later.thisUpdate()).isEqualTo(START.plus(LIMITS.life().dividedBy(2)));
        assertThat(status(changed)).isInstanceOf(org.bouncycastle.cert.ocsp.RevokedStatus.class);
        assertThat(signatures()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 32, 128})
    void echoesANonce(int size) throws Exception {
        byte[] nonce = new byte[size];
        nonce[0] = 42;

        OcspReply reply = ask(question(nonce, 1));

        Extension echoed = basic(reply).getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
        assertThat(echoed.getParsedValue()).isEqualTo(new DEROctetString(nonce));
        assertThat(reply.isCacheable()).isFalse();
    }

    @Test
    void aFloodOfNoncesCostsNoMoreThanItsShare() throws Exception {
        ask(question(null, 1));
        ask(question(new byte[] {1}, 1));
        ask(question(new byte[] {2}, 1));

        OcspReply fourth = ask(question(new byte[] {3}, 1));
        OcspReply fifth = ask(question(new byte[] {4}, 2));

        assertThat(basic(fourth).getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce))
                .isNull();
        assertThat(code(fifth)).isEqualTo(OCSPRespBuilder.TRY_LATER);
        assertThat(signatures()).isEqualTo(3);
        now = now.plusSeconds(1);
        assertThat(code(ask(question(new byte[] {5}, 2)))).isEqualTo(OCSPRespBuilder.SUCCESSFUL);
    }

    @Test
    void eachCertificateCountsAndAnAddressHasItsShareAlone() throws Exception {
        assertThat(code(ask("a", question(null, 1, 2, 3)))).isEqualTo(OCSPRespBuilder.SUCCESSFUL);
        assertThat(code(ask("a", question(null, 4)))).as("its share").isEqualTo(OCSPRespBuilder.TRY_LATER);
        assertThat(code(ask("b", question(null, 1, 2, 3)))).as("another's").isEqualTo(OCSPRespBuilder.SUCCESSFUL);
        assertThat(code(ask("c", question(null, 5)))).as("of all").isEqualTo(OCSPRespBuilder.TRY_LATER);
        assertThat(signatures()).isEqualTo(2);
    }

    @Test
    void whatWasNeverIssuedIsUnknown() throws Exception {
        assertThat(status(ask(question(null, 99)))).isInstanceOf(org.bouncycastle.cert.ocsp.UnknownStatus.class);
    }

    @Test
    void answersForItsOwnAuthorityAlone(@TempDir Path elsewhere) throws Exception {
        CertificateAuthority other = CertificateAuthority.open(
                new CaFiles(elsewhere.resolve("ca")),
                "p2p.example.net",
                Duration.ofDays(30),
                () -> now,
                new SecureRandom());

        assertThat(code(ask(question(other.issuing(), null, 1)))).isEqualTo(OCSPRespBuilder.UNAUTHORIZED);
        assertThat(code(ask(new OCSPReqBuilder()
                        .addRequest(id(authority.issuing(), 1))
                        .addRequest(id(other.issuing(), 1))
                        .build()
                        .getEncoded())))
                .isEqualTo(OCSPRespBuilder.UNAUTHORIZED);
        assertThat(signatures()).isZero();
    }

    @Test
    void theSignersCertificateIsShortLivedRenewedAndOnRecord() throws Exception {
        X509CertificateHolder first = signer(ask(question(null, 1)));
        now = now.plus(Duration.ofHours(84)).minusSeconds(1);
        X509CertificateHolder before = signer(ask(question(null, 1)));
        now = now.plusSeconds(1).plus(LIMITS.life());
        X509CertificateHolder after = signer(ask(question(null, 1)));

        assertThat(first.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofDays(7)));
        assertThat(before).isEqualTo(first);
        assertThat(after).isNotEqualTo(first);
        assertThat(own).extracting(Issued::serial).containsExactly(first.getSerialNumber(), after.getSerialNumber());
        assertThat(first.isSignatureValid(new JcaContentVerifierProviderBuilder()
                        .build(authority.issuing().getPublicKey())))
                .isTrue();
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> malformed() {
        return Stream.of(
                arguments("nothing", 0),
                arguments("garbage", 1),
                arguments("cut short", 2),
                arguments("an empty nonce", 3),
                arguments("a nonce of 129 octets", 4),
                arguments("a critical extension that nobody knows", 5),
                arguments("more certificates than allowed", 6),
                arguments("a negative serial number", 7),
                arguments("a serial number of 21 octets", 8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformed(String what, int which) throws Exception {
        byte[] good = question(null, 1);
        byte[] request = switch (which) {
            case 0 -> new byte[0];
            case 1 -> new byte[] {1, 2, 3};
            case 2 -> java.util.Arrays.copyOf(good, good.length - 1);
            case 3 -> question(new byte[0], 1);
            case 4 -> question(new byte[129], 1);
            case 5 -> critical();
            case 6 -> question(null, 1, 2, 3, 4);
            case 7 -> question(null, -1);
            default ->
                new OCSPReqBuilder()
                        .addRequest(id(authority.issuing(), BigInteger.ONE.shiftLeft(161)))
                        .build()
                        .getEncoded();
        };

        assertThat(code(ask(request))).as(what).isEqualTo(OCSPRespBuilder.MALFORMED_REQUEST);
        assertThat(signatures()).isZero();
    }

    private byte[] critical() throws Exception {
        return new OCSPReqBuilder()
                .addRequest(id(authority.issuing(), 1))
                .setRequestExtensions(new Extensions(
                        new Extension(new ASN1ObjectIdentifier("1.3.6.1.4.1.32473.1"), true, new byte[] {5, 0})))
                .build()
                .getEncoded();
    }

    private byte[] question(byte @org.jspecify.annotations.Nullable [] nonce, long... serials) throws Exception {
        return question(authority.issuing(), nonce, serials);
    }

    private static byte[] question(
            X509Certificate issuer, byte @org.jspecify.annotations.Nullable [] nonce, long... serials)
            throws Exception {
        OCSPReqBuilder builder = new OCSPReqBuilder();
        for (long serial : serials) {
            builder.addRequest(id(issuer, serial));
        }
        if (nonce != null) {
            builder.setRequestExtensions(new Extensions(new Extension(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, new DEROctetString(nonce).getEncoded())));
        }
        return builder.build().getEncoded();
    }

    private static CertificateID id(X509Certificate issuer, long serial) throws Exception {
        return id(issuer, BigInteger.valueOf(serial));
    }

    private static CertificateID id(X509Certificate issuer, BigInteger serial) throws Exception {
        return new CertificateID(
                new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(issuer),
                serial);
    }

    private OcspReply ask(byte[] question) throws Exception {
        return ask("192.0.2.1", question);
    }

    private OcspReply ask(String asker, byte[] question) throws Exception {
        CompletableFuture<OcspReply> reply = new CompletableFuture<>();
        responder.answer(question, asker, reply::complete);
        return reply.get(10, TimeUnit.SECONDS);
    }

    private static int code(OcspReply reply) throws Exception {
        return new OCSPResp(reply.der()).getStatus();
    }

    private BasicOCSPResp basic(OcspReply reply) throws Exception {
        BasicOCSPResp basic = (BasicOCSPResp) new OCSPResp(reply.der()).getResponseObject();
        assertThat(basic.isSignatureValid(new JcaContentVerifierProviderBuilder().build(basic.getCerts()[0])))
                .isTrue();
        return basic;
    }

    private X509CertificateHolder signer(OcspReply reply) throws Exception {
        return basic(reply).getCerts()[0];
    }

    private Object status(OcspReply reply) throws Exception {
        return basic(reply).getResponses()[0].getCertStatus();
    }

    private double signatures() {
        return metrics.count("pigw_ocsp_signatures_total");
    }
}
