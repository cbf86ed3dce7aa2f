package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Statement;
import io.pigw.enrollment.issue.StatementSigner;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.enrollment.store.DatabaseOwnCertificates;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.est.CspList;
import io.pigw.runtime.est.CspListFile;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.SignedCspList;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.RenewalConfig;
import io.pigw.runtime.renewal.WatchedIdentity;
import io.pigw.runtime.store.StoreConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The signed list of CSPs: fetched, verified by others too, kept, and not taken when anything about it is wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CspListTest {

    private static final List<ContactConfig> CSPS =
            List.of(new ContactConfig("512", "127.0.0.1:9002"), new ContactConfig("1024", "[::1]:9012"));

    private Path directory;
    private TestEnrollment enrollment;
    private EstClient client;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        directory = shared;
        enrollment = new TestEnrollment(shared.resolve("server"), CSPS);
        client = enrollment.client();
    }

    @AfterAll
    void stop() {
        client.close();
        enrollment.close();
    }

    @Test
    void comesWithACertificateAndSaysWhereToBegin() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(enrollment.server().est() + "/simpleenroll"))
                .header("Content-Type", "application/pkcs10")
                .header("Authorization", basic(enrollment.server().issueToken(TokenRequest.peer("alice"))))
                .POST(HttpRequest.BodyPublishers.ofString(
                        Base64.getEncoder().encodeToString(Requests.good(Requests.p256()))))
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().sslContext(enrollment.tls()).build()) {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.headers().firstValue("Link").orElseThrow())
                    .startsWith("</.well-known/pigw/csps>; rel=\"urn:oid:2.25.");
        }
        CspList list = fetched().list();

        assertThat(list.csps()).isEqualTo(CSPS);
        assertThat(list.overlay()).isEqualTo(TestEnrollment.OVERLAY);
        assertThat(list.expires()).isEqualTo(list.issued().plus(CspList.MAX_LIFE));
        assertThat(list.contacts()).hasToString("[512 127.0.0.1:9002, 1024 [::1]:9012]");
    }

    @Test
    void isVerifiedByOpenssl() throws Exception {
        Commands.need("openssl", "openssl", "version");
        Commands commands = new Commands(Files.createDirectories(directory.resolve("openssl")));
        Files.write(commands.directory().resolve("csps.p7"), fetched().cms().toArray());

        String content = commands.run(
                "openssl",
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-in",
                "csps.p7",
                "-purpose",
                "any",
                "-CAfile",
                enrollment.server().trustFile().toString());

        assertThat(content)
                .contains("\"overlay\":\"p2p.example.net\"", "\"id\":\"512\",\"address\":\"127.0.0.1:9002\"");
    }

    @Test
    void isNotTakenWhenABitIsWrong() throws Exception {
        byte[] good = fetched().cms().toArray();

        for (int i = 0; i < good.length; i += 7) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Bytes cms = Bytes.copyOf(bad);
            // A bit of a certificate's unsigned wrapping may not matter; what it says may never differ.
            try {
                assertThat(read(cms).list().csps()).isEqualTo(CSPS);
            } catch (EstException refused) {
                assertThat(refused.kind()).isEqualTo(EstException.Kind.UNUSABLE);
            }
        }
        assertThat(read(Bytes.copyOf(good)).list().csps()).isEqualTo(CSPS);
    }

    @Test
    void isNotTakenWithOtherContent() throws Exception {
        byte[] bytes = fetched().cms().toArray();
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        Bytes other =
                Bytes.copyOf(text.replace("127.0.0.1:9002", "127.0.0.1:9003").getBytes(StandardCharsets.ISO_8859_1));

        assertUnusable("signed", () -> read(other));
    }

    @Test
    void isNotTakenForAnotherOverlayNorUnderAnotherRootNorTooLate(@TempDir Path elsewhere) throws Exception {
        SignedCspList list = fetched();
        Instant now = enrollment.clock.instant();
        Set<X509Certificate> roots = Set.of(enrollment.server().root());
        try (TestEnrollment other = new TestEnrollment(elsewhere, 11)) {
            Set<X509Certificate> others = Set.of(other.server().root());

            assertUnusable("signed", () -> SignedCspList.read(list.cms(), others, TestEnrollment.OVERLAY, now));
            try (EstClient at = other.client()) {
                assertThat(at.csps(TestEnrollment.OVERLAY)).isEmpty();
            }
        }
        assertUnusable("for the overlay", () -> SignedCspList.read(list.cms(), roots, "other.example.net", now));
        assertUnusable(
                "expired",
                () -> SignedCspList.read(
                        list.cms(), roots, TestEnrollment.OVERLAY, list.list().expires()));
        assertUnusable(
                "still to come",
                () -> SignedCspList.read(
                        list.cms(),
                        roots,
                        TestEnrollment.OVERLAY,
                        list.list().issued().minus(Duration.ofMinutes(11))));
        assertThat(SignedCspList.read(
                                list.cms(),
                                roots,
                                TestEnrollment.OVERLAY,
                                list.list().expires().minusSeconds(1))
                        .list())
                .isEqualTo(list.list());
    }

    @Test
    void isNotTakenFromASignerOfSomethingElse(@TempDir Path elsewhere) throws Exception {
        try (var database = enrollment
                .environment
                .databases()
                .open(new StoreConfig(elsewhere.resolve("db")), DatabaseEnrollmentStore.MIGRATIONS)) {
            CertificateAuthority authority = CertificateAuthority.open(
                    new CaFiles(elsewhere.resolve("ca")),
                    TestEnrollment.OVERLAY,
                    Duration.ofDays(30),
                    enrollment.clock,
                    enrollment.environment.random());
            var store = new DatabaseOwnCertificates(database.writer());
            byte[] content = fetched().list().json();
            for (Statement about : Statement.values()) {
                Bytes cms = Bytes.copyOf(
                        new StatementSigner(about, authority, store, enrollment.clock, enrollment.environment.random())
                                .sign(content));
                ThrowingCallable reading = () -> SignedCspList.read(
                        cms, Set.of(authority.root()), TestEnrollment.OVERLAY, enrollment.clock.instant());

                switch (about) {
                    case CSP_LIST -> assertThatCode(reading).doesNotThrowAnyException();
                    case AUDIT -> assertUnusable("for something else", reading);
                }
            }
        }
    }

    @Test
    void isKeptUntilANewerOneComes(@TempDir Path keys) throws Exception {
        CspListFile file = CspListFile.beside(keys.resolve("key.pem"));
        Set<X509Certificate> roots = Set.of(enrollment.server().root());
        SignedCspList first = fetched();

        boolean saved = file.save(first, roots, enrollment.clock.instant());
        boolean again = file.save(first, roots, enrollment.clock.instant());

        assertThat(saved).isTrue();
        assertThat(again).isFalse();
        assertThat(file.load(roots, TestEnrollment.OVERLAY, enrollment.clock.instant()))
                .isEqualTo(first);
    }

    @Test
    void comesAnewWithEachRenewal(@TempDir Path keys) throws Exception {
        try (TestEnrollment other = new TestEnrollment(keys.resolve("server"), CSPS);
                EstClient asking = other.client()) {
            NodeIdentity identity = asking.enroll(other.server().issueToken(TokenRequest.peer("renewer")));
            IdentityFiles files = IdentityFiles.in(keys);
            files.save(identity);
            CspListFile list = CspListFile.beside(files.key());
            IdentityConfig config = new IdentityConfig(
                    files.key(),
                    files.chain(),
                    files.trust(),
                    new RenewalConfig(other.server().est().toString()));
            other.clock.advance(Duration.ofDays(21));

            try (WatchedIdentity watched = other.environment
                    .renewals()
                    .watch(config, identity, _ -> CompletableFuture.completedFuture(null))) {
                other.environment.renewals().hurry();

                await().until(list::exists);
                assertThat(watched.status().lastOutcome()).isEqualTo("renewed");
            }
            SignedCspList kept =
                    list.load(Set.of(other.server().root()), TestEnrollment.OVERLAY, other.clock.instant());
            assertThat(kept.list().csps()).isEqualTo(CSPS);
        }
    }

    private SignedCspList fetched() throws Exception {
        return client.csps(TestEnrollment.OVERLAY).orElseThrow();
    }

    private SignedCspList read(Bytes cms) throws EstException {
        return SignedCspList.read(
                cms, Set.of(enrollment.server().root()), TestEnrollment.OVERLAY, enrollment.clock.instant());
    }

    private static String basic(String token) {
        return "Basic " + Base64.getEncoder().encodeToString((":" + token).getBytes(StandardCharsets.UTF_8));
    }

    private static void assertUnusable(String reason, ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        EstException.class,
                        refused -> assertThat(refused.kind()).isEqualTo(EstException.Kind.UNUSABLE))
                .hasMessageContaining(reason);
    }
}
