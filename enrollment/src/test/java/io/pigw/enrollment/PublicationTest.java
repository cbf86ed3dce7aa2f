package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.publish.Crl;
import io.pigw.enrollment.publish.Publication;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.SerialNumber;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import io.pigw.runtime.revocation.RevocationService;
import io.pigw.runtime.store.StoreConfig;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The CRL's life, what is served over HTTP, and the way to the CSPs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublicationTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private TestEnrollment enrollment;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, store(directory), 64);
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        http.close();
        enrollment.close();
    }

    @Test
    void aRevocationMakesANewListAtOnce() throws Exception {
        Crl before = current();
        BigInteger serial = enroll("ada");

        revoke(serial, RevocationReason.KEY_COMPROMISE);

        await().atMost(Duration.ofSeconds(5)).until(() -> lists(current(), serial));
        assertThat(current().number()).isGreaterThan(before.number());
    }

    @Test
    void manyRevocationsMakeFewLists() throws Exception {
        List<BigInteger> serials = new ArrayList<>();
        try (EstClient client = enrollment.client()) {
            for (int i = 0; i < 20; i++) {
                serials.add(serial(client.enroll(enrollment.server().issueToken(TokenRequest.peer("many" + i)))));
            }
        }
        double before = enrollment.environment.metrics().count("pigw_crl_signed_total", "outcome", "signed");

        for (BigInteger serial : serials) {
            revoke(serial, RevocationReason.SUPERSEDED);
        }

        await().atMost(Duration.ofSeconds(10)).until(() -> lists(current(), serials.getLast()));
        assertThat(serials).allMatch(serial -> lists(current(), serial));
        assertThat(enrollment.environment.metrics().count("pigw_crl_signed_total", "outcome", "signed") - before)
                .isLessThan(serials.size());
    }

    @Test
    void theNumberRisesOverRestartsAndIsNeverBelowTheTime() throws Exception {
        Crl before = sign();

        enrollment.restart();

        assertThat(current().number()).isGreaterThan(before.number());
        assertThat(gauge("pigw_crl_number")).as("of the server that runs").isEqualTo((double)
                current().number());
        assertThat(current().number())
                .isGreaterThanOrEqualTo(before.thisUpdate().getEpochSecond());
        assertThat(sign().number()).isGreaterThan(current().number() - 1);
    }

    @Test
    void whatHasEndedIsListedOnceMoreAndThenNoLonger() throws Exception {
        BigInteger serial = enroll("bea");
        revoke(serial, RevocationReason.CESSATION_OF_OPERATION);
        assertThat(lists(sign(), serial)).isTrue();

        enrollment.clock.advance(Duration.ofDays(31));
        try {
            assertThat(lists(sign(), serial)).as("the first after its end").isTrue();
            assertThat(lists(sign(), serial)).as("the second").isFalse();
        } finally {
            enrollment.clock.advance(Duration.ofDays(-31));
        }
    }

    @Test
    void aLiftedHoldLeavesTheList() throws Exception {
        BigInteger serial = enroll("cora");
        revoke(serial, RevocationReason.CERTIFICATE_HOLD);
        assertThat(lists(sign(), serial)).isTrue();

        enrollment.server().revocations().unhold(new Selector.Serial(serial), AuditActor.SERVER);

        assertThat(lists(sign(), serial)).isFalse();
    }

    @Test
    void theListIsGoodForADayAndHasItsIssuersKeyId() throws Exception {
        Crl crl = sign();
        X509CRLHolder list = new X509CRLHolder(crl.der().toArray());

        assertThat(crl.nextUpdate()).isEqualTo(crl.thisUpdate().plus(Duration.ofHours(24)));
        assertThat(list.getNextUpdate().toInstant()).isEqualTo(crl.nextUpdate());
        assertThat(list.toASN1Structure().getVersionNumber()).isEqualTo(2);
        assertThat(list.getExtensions().getCriticalExtensionOIDs()).isEmpty();
        assertThat(send("/crl/" + crl.issuer()).body()).isEqualTo(crl.der().toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "GET,    /crl,                     200, application/pkix-crl",
        "HEAD,   /crl,                     200, application/pkix-crl",
        "GET,    /ca,                      200, application/pkix-cert",
        "GET,    /crl?x=1,                 200, application/pkix-crl",
        "POST,   /crl,                     405, text/plain; charset=utf-8",
        "DELETE, /ca,                      405, text/plain; charset=utf-8",
        "GET,    /crl/00,                  404, text/plain; charset=utf-8",
        "GET,    /ca/zz,                   404, text/plain; charset=utf-8",
        "GET,    /,                        404, text/plain; charset=utf-8",
        "GET,    /crl/../ca,               404, text/plain; charset=utf-8",
        "GET,    /ocsp,                    405, text/plain; charset=utf-8",
        "GET,    /ocsp/!!,                 400, text/plain; charset=utf-8",
        "GET,    /ocsp/%zz,                400, text/plain; charset=utf-8",
        "PUT,    /ocsp/AAAA,               405, text/plain; charset=utf-8",
        "GET,    /ocsp/AAAA,               200, application/ocsp-response",
        "POST,   /ocsp,                    415, text/plain; charset=utf-8",
    })
    void answers(String method, String path, int status, String type) throws Exception {
        String answer =
                raw(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("content-type: " + type);
    }

    @ParameterizedTest
    @CsvSource({
        "application/ocsp-request, 0,    200",
        "application/ocsp-request, 4096, 200",
        "application/ocsp-request, 4097, 413",
        "text/plain,               10,   415",
    })
    void takesSmallOcspRequestsAlone(String type, int size, int status) throws Exception {
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(uri("/ocsp"))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[size]))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 200) {
            assertThat(answer.body()).as("malformedRequest").containsExactly(0x30, 3, 0x0a, 1, 1);
        }
    }

    @Test
    void aClientThatHasTheListGetsNothing() throws Exception {
        HttpResponse<byte[]> first = await().until(
                        () -> send("/crl"),
                        answer -> answer.headers().firstValue("Last-Modified").isPresent());
        String etag = first.headers().firstValue("ETag").orElseThrow();
        String modified = first.headers().firstValue("Last-Modified").orElseThrow();

        assertThat(etag).matches("\"[0-9a-f]{32}\"");
        assertThat(first.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).startsWith("public, max-age="));
        assertThat(send("/crl", "If-None-Match", etag).statusCode()).isEqualTo(304);
        assertThat(send("/crl", "If-None-Match", "\"other\", W/" + etag).statusCode())
                .isEqualTo(304);
        assertThat(send("/crl", "If-Modified-Since", modified).statusCode()).isEqualTo(304);
        assertThat(send("/crl", "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
        sign();
        assertThat(send("/crl", "If-None-Match", etag).statusCode()).isEqualTo(200);
    }

    @Test
    void cspsAreSentEachNewList() throws Exception {
        NodeIdentity identity;
        try (EstClient client = enrollment.client()) {
            identity = client.enroll(enrollment
                    .server()
                    .issueToken(TokenRequest.fixed("backbone", Role.CSP, NodeId.of(512), List.of())));
        }
        try (Environment elsewhere = Environment.create(1);
                P2psipEndpoint csp = P2psipEndpoint.open(
                        elsewhere,
                        identity,
                        new PeerPolicy(Set.of(Role.ENROLLMENT), Set.of()),
                        EndpointOptions.DEFAULTS)) {
            RevocationService lists = elsewhere.revocations().of(csp.verifier());
            await().atMost(Duration.ofSeconds(10)).until(() -> !lists.lists().isEmpty());
            HostPort address = csp.listen(new HostPort("127.0.0.1", 0)).join();
            publication().pushTo(List.of(new NodeContact(NodeId.of(512), address)));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> enrollment.environment.metrics().scrape().contains("pigw_crl_push_links 1"));
            BigInteger serial = enroll("dina");
            Instant revoked = Instant.now();

            revoke(serial, RevocationReason.KEY_COMPROMISE);

            await().atMost(Duration.ofSeconds(5))
                    .until(() -> lists(current(), serial)
                            && lists.lists().stream()
                                    .anyMatch(list -> list.number() >= current().number()
                                            && list.contains(SerialNumber.of(serial))));
            assertThat(elsewhere.metrics().count("pigw_revocation_taken_total", "from", "pushed"))
                    .as("by the push, and not because it asked")
                    .isPositive();
            assertThat(Duration.between(revoked, Instant.now())).isLessThan(Duration.ofSeconds(5));
            assertThat(enrollment.environment.metrics().count("pigw_revocation_taken_total", "from", "issued"))
                    .as("the server's own node believes it directly")
                    .isPositive();
            assertThat(enrollment.environment.metrics().scrape())
                    .as("and not by HTTP from itself")
                    .doesNotContain("pigw_revocation_fetches_total");
            publication().pushTo(List.of());
        }
    }

    @Test
    void saysInItsMetersHowTheListIs() throws Exception {
        sign();

        String meters = enrollment.environment.metrics().scrape();

        assertThat(meters)
                .contains(
                        "pigw_crl_number ", "pigw_crl_entries ", "pigw_crl_age_seconds ", "pigw_crl_good_for_seconds ")
                .contains("pigw_crl_signed_total{outcome=\"signed\"}", "pigw_ocsp_answers_total{status=\"good\"}");
        assertThat(publication().unreadyBecause()).isEmpty();
    }

    private double gauge(String name) {
        return enrollment
                .environment
                .metrics()
                .scrape()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }

    private Publication publication() {
        return enrollment.server().publication().orElseThrow();
    }

    private Crl current() {
        return publication().crls().current().orElseThrow();
    }

    private Crl sign() throws Exception {
        return publication().signNow().get().getFirst();
    }

    private static boolean lists(Crl crl, BigInteger serial) {
        try {
            return new X509CRLHolder(crl.der().toArray()).getRevokedCertificate(serial) != null;
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private BigInteger enroll(String user) throws Exception {
        try (EstClient client = enrollment.client()) {
            return serial(client.enroll(enrollment.server().issueToken(TokenRequest.peer(user))));
        }
    }

    private static BigInteger serial(NodeIdentity node) {
        return node.chain().getFirst().getSerialNumber();
    }

    private void revoke(BigInteger serial, RevocationReason reason) throws InterruptedException {
        enrollment
                .server()
                .revocations()
                .revoke(new RevocationRequest(new Selector.Serial(serial), reason, null, AuditActor.SERVER));
    }

    private String raw(String request) throws Exception {
        HostPort address = publication().address();
        try (Socket socket = new Socket(address.host(), address.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private HttpResponse<byte[]> send(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://" + publication().address() + path);
    }
}
