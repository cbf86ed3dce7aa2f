package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.IssuingAuthority;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.enrollment.publish.Crl;
import io.pigw.enrollment.publish.Publication;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An issuing key was stolen: the root takes it back, in nodes that run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RootListTest {

    private static final Duration YEAR = Duration.ofDays(365);

    /** On a busy machine; mostly it is a second. */
    private static final Duration SOON = Duration.ofSeconds(20);

    private Path directory;
    private TestEnrollment enrollment;
    private int lists;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        directory = folder;
        enrollment = new TestEnrollment(folder, 64);
    }

    @AfterAll
    void stop() {
        enrollment.close();
    }

    @Test
    void whatTheRootRevokesIsRefusedByRunningNodes() throws Exception {
        NodeIdentity old;
        try (EstClient client = enrollment.client()) {
            old = client.enroll(enrollment.server().issueToken(TokenRequest.peer("old")));
        }
        X509Certificate stolen = rotate();
        NodeIdentity csp = enrollment.enroll("backbone", Role.CSP);
        try (Environment elsewhere = Environment.create(1);
                P2psipEndpoint endpoint = P2psipEndpoint.open(
                        elsewhere, csp, new PeerPolicy(Set.of(Role.ENROLLMENT), Set.of()), EndpointOptions.DEFAULTS)) {
            HostPort address = endpoint.listen(new HostPort("127.0.0.1", 0)).join();
            publication().pushTo(List.of(new NodeContact(csp.certificate().id(), address)));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    endpoint.verifier().check(old.certificate().der()))
                            .isInstanceOf(Verifier.Verdict.Valid.class));
            await().atMost(SOON)
                    .until(() -> enrollment.environment.metrics().scrape().contains("pigw_crl_push_links 1"));

            put(root().crl(List.of(stolen), later(), YEAR));

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(endpoint.verifier().objection(old.certificate()))
                            .contains(RefusalReason.REVOKED));
            assertThat(endpoint.verifier().objection(csp.certificate())).isEmpty();
            assertThat(publication().unreadyBecause()).isEmpty();
            publication().pushTo(List.of());
        }
    }

    @Test
    void theListIsServedWhereIssuingCertificatesSayAndTheNumberNeverFalls() throws Exception {
        String keyId = IssuingAuthority.keyIdOf(enrollment.server().root());
        Crl first = publication().crls().root().orElseThrow();
        assertThat(served(keyId)).isEqualTo(first.der().toArray());
        Instant before = later();
        byte[] next = root().crl(List.of(), later(), YEAR);

        put(next);
        await().atMost(SOON).until(() -> number() > first.number());
        enrollment.restart();
        put(root().crl(List.of(), before, YEAR));
        put("no list".getBytes(StandardCharsets.US_ASCII));
        publication().signNow().get();

        assertThat(served(keyId)).isEqualTo(next);
        assertThat(new X509CRLHolder(next).getNextUpdate().toInstant())
                .isEqualTo(publication().crls().root().orElseThrow().nextUpdate());
        assertThat(publication().unreadyBecause()).isEmpty();
    }

    @Test
    void theServerSaysWhenItsOwnAuthorityIsRevokedOrTheListHasEnded() throws Exception {
        X509Certificate issuing = issuing();

        put(root().crl(List.of(issuing), later(), YEAR));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(publication().unreadyBecause())
                        .hasValueSatisfying(why -> assertThat(why).contains("enroll rotate")));
        rotate();
        assertThat(publication().unreadyBecause()).isEmpty();
        long number = number();
        put(root().crl(List.of(), later(), Duration.ofSeconds(1)));
        await().atMost(SOON).until(() -> number() > number);
        enrollment.clock.advance(Duration.ofMinutes(10));
        try {
            assertThat(publication().unreadyBecause())
                    .hasValueSatisfying(why -> assertThat(why).contains("enroll root-crl"));
        } finally {
            enrollment.clock.advance(Duration.ofMinutes(-10));
        }
    }

    private X509Certificate rotate() throws Exception {
        X509Certificate before = issuing();
        AuthoritySettings settings = AuthoritySettings.automatic(files(), TestEnrollment.OVERLAY, Duration.ofDays(30))
                .publishedAt(publication().urls());
        new Rotation(settings, enrollment.environment.random(), enrollment.clock.instant())
                .rotate(root(), Duration.ZERO);
        enrollment.server().takeOverRotation();
        return before;
    }

    private X509Certificate issuing() throws Exception {
        String keyId = publication().crls().current().orElseThrow().issuer();
        return Pem.readCertificates(files().certificate(keyId)).getFirst();
    }

    private CaFiles files() {
        return new CaFiles(directory.resolve("ca"));
    }

    private RootAuthority root() throws Exception {
        Path place = files().directory().resolve("root");
        return RootAuthority.open(new RootPlace(place, new Custody.Encrypted(Password.in(place.resolve("password")))));
    }

    private void put(byte[] list) throws Exception {
        Path aside = Files.write(directory.resolve("root.crl"), list);
        Files.move(aside, files().rootCrl(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** The root's numbers are seconds: each list is a little later than the one before. */
    private Instant later() {
        lists++;
        return enrollment.clock.instant().plusSeconds(20L * lists);
    }

    private long number() {
        return publication().crls().root().orElseThrow().number();
    }

    private byte[] served(String keyId) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = publication().urls().crl(keyId);
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return answer.body();
        }
    }

    private Publication publication() {
        return enrollment.server().publication().orElseThrow();
    }
}
