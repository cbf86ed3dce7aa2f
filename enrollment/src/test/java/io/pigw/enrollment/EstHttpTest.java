package io.pigw.enrollment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.est.EstLimits;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSSignedData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the EST listener answers to requests, good and bad, byte for byte. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstHttpTest {

    private static final String GET_CACERTS = "GET /.well-known/est/cacerts HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String PKCS10 = "application/pkcs10";

    private TestEnrollment enrollment;
    private HttpClient http;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, 128);
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(enrollment.tls())
                .build();
    }

    @AfterAll
    void stop() {
        http.close();
        enrollment.close();
    }

    @Test
    void asksForATokenFirst() throws Exception {
        HttpResponse<String> answer = post(null, PKCS10, base64(Requests.good(Requests.p256())));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Date").orElseThrow()).endsWith(" GMT");
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Basic realm=\"pigw-est\"");
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Basic bm9jb2xvbg==", "Basic Og==", "Bearer x"})
    void asksAgainWhenThereIsNoTokenInTheCredentials(String authorization) throws Exception {
        HttpResponse<String> answer = send(request("simpleenroll")
                .header("Authorization", authorization)
                .header("Content-Type", PKCS10)
                .POST(HttpRequest.BodyPublishers.ofString("AAAA")));

        assertThat(answer.statusCode()).isEqualTo(401);
    }

    @Test
    void saysWhatIsWrongWithARequestAndLeavesTheTokenGood() throws Exception {
        String token = token("bob");

        assertAnswer(post(token, "text/plain", "AAAA"), 415, "application/pkcs10");
        assertAnswer(post(token, PKCS10, "no base64 !"), 400, "base64");
        assertAnswer(post(token, PKCS10, ""), 400, "PKCS#10");
        assertAnswer(post(token, PKCS10, "AAAABBBB"), 400, "PKCS#10");
        assertAnswer(post(token, PKCS10, base64(Requests.rsa())), 400, "P-256");
        assertAnswer(post(token, PKCS10, base64(Requests.forSomeoneElsesKey())), 400, "possession");
        assertAnswer(post(token, PKCS10, "A".repeat(12_000)), 400, "larger");
        assertAnswer(post(token, PKCS10, "A".repeat(16 * 1024 + 1)), 413, "larger");

        assertThat(post(token, PKCS10, base64(Requests.good(Requests.p256()))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void overrulesWhatTheRequestWishesFor() throws Exception {
        KeyPair pair = Requests.p256();

        HttpResponse<String> answer =
                post(token("carol"), PKCS10, base64(Requests.wishing(pair, "p2psip:42@p2p.example.net")));

        NodeCertificate certificate = CertificateReader.read(leaf(answer));
        assertThat(certificate.id()).isNotEqualTo(NodeId.of(42));
        assertThat(certificate.users()).hasToString("[carol@p2p.example.net]");
        assertThat(leaf(answer).getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    void readsBase64InLinesAndWritesItInOne() throws Exception {
        byte[] csr = Requests.good(Requests.p256());

        HttpResponse<String> answer = post(
                token("dave"),
                PKCS10 + "; charset=us-ascii",
                Base64.getMimeEncoder().encodeToString(csr) + "\r\n");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("\n", "\r");
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/pkcs7-mime; smime-type=certs-only");
        assertThat(certificates(answer)).hasSize(2);
    }

    @Test
    void servesTheAuthoritiesToAnyone() throws Exception {
        HttpResponse<String> answer = send(request("cacerts"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(certificates(answer)).hasSize(2).contains(enrollment.server().root());
    }

    @Test
    void refusesOtherMethodsAndPaths() throws Exception {
        HttpResponse<String> get = send(request("simpleenroll"));
        HttpResponse<String> post = send(request("cacerts").POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(get.statusCode()).isEqualTo(405);
        assertThat(get.headers().firstValue("Allow")).contains("POST, OPTIONS");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(send(request("serverkeygen")).statusCode()).isEqualTo(404);
        assertThat(send(request("../../etc/passwd")).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesHugeHeaders() throws Exception {
        HttpResponse<String> answer = send(request("cacerts").header("X-Filler", "x".repeat(9_000)));

        assertThat(answer.statusCode()).isEqualTo(431);
    }

    @Test
    void answersManyRequestsOnOneConnectionInOrder() throws Exception {
        try (SSLSocket socket = connect("TLSv1.3")) {
            for (int round = 0; round < 3; round++) {
                String get = "GET /.well-known/est/cacerts HTTP/1.1\r\nHost: x\r\n\r\n";
                String other = "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n";

                socket.getOutputStream().write((get + other + get).getBytes(US_ASCII));

                assertThat(List.of(readAnswer(socket), readAnswer(socket), readAnswer(socket)))
                        .containsExactly(200, 404, 200);
            }
        }
    }

    @Test
    void speaksTls12ToOlderClients() throws Exception {
        try (SSLSocket socket = connect("TLSv1.2")) {
            socket.getOutputStream()
                    .write("GET /.well-known/est/cacerts HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));

            assertThat(readAnswer(socket)).isEqualTo(200);
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        }
    }

    @Test
    void livesOnAfterGarbage() throws Exception {
        HostPort address = enrollment.server().address();
        try (Socket plain = new Socket(address.host(), address.port())) {
            plain.setSoTimeout(10_000);
            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
            assertEnds(plain);
        }
        try (SSLSocket socket = connect("TLSv1.3")) {
            socket.getOutputStream().write("\u0001\u0002 garbage\r\n\r\n".getBytes(US_ASCII));
            assertThat(readAnswer(socket)).isEqualTo(400);
            assertEnds(socket);
        }

        assertThat(send(request("cacerts")).statusCode()).isEqualTo(200);
    }

    @Test
    void answersAnAddressLateThatGuessesTokensAndGoodOnesThereAsEver(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment other = new TestEnrollment(elsewhere, 11);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(other.tls())
                        .build()) {
            String good = other.server().issueToken(TokenRequest.peer("bob"));
            HttpRequest guess = enroll(other, "guess", "AAAA");
            for (int i = 0; i < EstLimits.DEFAULT.failures(); i++) {
                assertThat(client.send(guess, HttpResponse.BodyHandlers.ofString())
                                .statusCode())
                        .isEqualTo(401);
            }

            long start = System.nanoTime();
            HttpResponse<String> late = client.send(guess, HttpResponse.BodyHandlers.ofString());
            Duration lateness = Duration.ofNanos(System.nanoTime() - start);
            HttpResponse<String> honest = client.send(
                    enroll(other, good, base64(Requests.good(Requests.p256()))), HttpResponse.BodyHandlers.ofString());
            other.clock.advance(Duration.ofMinutes(2));
            HttpResponse<String> later = client.send(guess, HttpResponse.BodyHandlers.ofString());

            assertThat(late.statusCode()).isEqualTo(429);
            assertThat(late.headers().firstValue("Retry-After")).contains("60");
            assertThat(lateness).isGreaterThanOrEqualTo(EstLimits.DEFAULT.lateness());
            assertThat(honest.statusCode()).isEqualTo(200);
            assertThat(later.statusCode()).isEqualTo(401);
        }
    }

    @Test
    void givesUpTheOldestConnectionForANewOneBeyondItsLimit(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment other = new TestEnrollment(elsewhere, limits(2, Duration.ofMinutes(5)), 11)) {
            HostPort address = other.server().address();
            try (Socket first = new Socket(address.host(), address.port());
                    Socket second = new Socket(address.host(), address.port());
                    SSLSocket third =
                            (SSLSocket) other.tls().getSocketFactory().createSocket(address.host(), address.port())) {
                first.setSoTimeout(10_000);
                third.setSoTimeout(10_000);
                third.getOutputStream().write(GET_CACERTS.getBytes(US_ASCII));

                assertEnds(first);
                assertThat(readAnswer(third)).isEqualTo(200);
                assertThat(second.getInputStream().available()).isZero();
            }
        }
    }

    @Test
    void cutsOffWhoDawdles(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment other = new TestEnrollment(elsewhere, limits(8, Duration.ofMillis(700)), 11)) {
            HostPort address = other.server().address();
            try (Socket silent = new Socket(address.host(), address.port());
                    SSLSocket dripping =
                            (SSLSocket) other.tls().getSocketFactory().createSocket(address.host(), address.port())) {
                silent.setSoTimeout(10_000);
                dripping.setSoTimeout(10_000);
                dripping.getOutputStream().write("GET /.well-known".getBytes(US_ASCII));

                assertEnds(dripping);
                assertEnds(silent);
            }
        }
    }

    private static EstLimits limits(int connections, Duration time) {
        EstLimits usual = EstLimits.DEFAULT;
        return new EstLimits(
                connections,
                connections,
                usual.bodyBytes(),
                usual.headerBytes(),
                usual.concurrent(),
                time,
                time,
                usual.failures(),
                usual.lateness());
    }

    private static void assertAnswer(HttpResponse<String> answer, int status, String reason) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(reason);
    }

    /** The server ends the connection, orderly or not. */
    private static void assertEnds(Socket socket) throws IOException {
        try {
            byte[] rest = socket.getInputStream().readAllBytes();
            assertThat(rest.length).isLessThan(1_000);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    private static int readAnswer(Socket socket) throws IOException {
        var in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            assertThat(c).as("answer ends early: %s", head).isNotNegative();
            head.append((char) c);
        }
        String text = head.toString();
        int at = text.indexOf("content-length: ") + "content-length: ".length();
        in.readNBytes(Integer.parseInt(text.substring(at, text.indexOf('\r', at))));
        return Integer.parseInt(text.substring(9, 12));
    }

    private SSLSocket connect(String protocol) throws Exception {
        HostPort address = enrollment.server().address();
        SSLSocket socket = (SSLSocket) enrollment.tls().getSocketFactory().createSocket(address.host(), address.port());
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout(10_000);
        return socket;
    }

    private String token(String user) throws Exception {
        return enrollment.server().issueToken(TokenRequest.peer(user));
    }

    private HttpRequest.Builder request(String operation) {
        return HttpRequest.newBuilder(URI.create(enrollment.server().est() + "/" + operation))
                .timeout(Duration.ofSeconds(20));
    }

    private HttpResponse<String> post(@Nullable String token, String type, String body) throws Exception {
        HttpRequest.Builder request =
                request("simpleenroll").header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(token == null ? request : request.header("Authorization", basic(token)));
    }

    private static HttpRequest enroll(TestEnrollment at, String token, String body) {
        return HttpRequest.newBuilder(URI.create(at.server().est() + "/simpleenroll"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", PKCS10)
                .header("Authorization", basic(token))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String basic(String token) {
        return "Basic " + base64(("anyone:" + token).getBytes(US_ASCII));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static X509Certificate leaf(HttpResponse<String> answer) throws Exception {
        return certificates(answer).stream()
                .filter(certificate -> certificate.getBasicConstraints() < 0)
                .findFirst()
                .orElseThrow();
    }

    private static List<X509Certificate> certificates(HttpResponse<String> answer) throws Exception {
        List<X509Certificate> certificates = new ArrayList<>();
        CMSSignedData cms = new CMSSignedData(Base64.getDecoder().decode(answer.body()));
        for (X509CertificateHolder holder : cms.getCertificates().getMatches(null)) {
            certificates.add((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        }
        return certificates;
    }
}
