package io.pigw.enrollment;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.est.EstLimits;
import io.pigw.p2psip.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are wrong, one a row: what is answered, and that the next good one is served, on the same connection where
 * the server keeps it. All of them carry one token, which is as good afterwards as before.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EstMalformedTest {

    private static final String GOOD_GET = "GET /.well-known/est/csrattrs HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String ENROLL = "POST /.well-known/est/simpleenroll HTTP/1.1";
    private static final String PKCS10 = "Content-Type: application/pkcs10";

    private TestEnrollment enrollment;
    private String token;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        EstLimits usual = EstLimits.DEFAULT;
        EstLimits patient = new EstLimits(
                usual.connections(),
                usual.connectionsOfAddress(),
                usual.bodyBytes(),
                usual.headerBytes(),
                usual.concurrent(),
                Duration.ofSeconds(2),
                usual.handshakeTime(),
                1_000,
                usual.lateness());
        enrollment = new TestEnrollment(directory, patient, 128);
        token = enrollment.server().issueToken(TokenRequest.peer("alice"));
    }

    @AfterAll
    void stop() {
        enrollment.close();
    }

    /**
     * A wrong request.
     *
     * @param head lines of the request's head, without Host and Content-Length
     * @param body of the request; null: none, and no Content-Length
     * @param status expected
     * @param header expected, {@code name: value}; may be empty
     * @param reason expected within the body
     * @param isKept whether the next request is served on the same connection
     */
    record Row(
            String name, String head, @Nullable String body, int status, String header, String reason, boolean isKept) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Stream<Row> rows() throws Exception {
        String bearer = "Authorization: " + basic(":" + token);
        String good = base64(Requests.good(Requests.p256()));
        return Stream.of(
                get("unknown path", "/", 404, "", "EST is below /.well-known/est/"),
                get("unknown operation", "/.well-known/est/renew", 404, "", "no such EST operation"),
                get("operation in capitals", "/.well-known/est/CACERTS", 404, "", "no such EST operation"),
                get("trailing slash", "/.well-known/est/cacerts/", 404, "", "no label"),
                get("label", "/.well-known/est/other/cacerts", 404, "", "it has no label"),
                get("key generation", "/.well-known/est/serverkeygen", 404, "", "makes its own key"),
                get("full CMC", "/.well-known/est/fullcmc", 404, "", "fullcmc is not offered"),
                get("dots", "/.well-known/est/../est/cacerts", 404, "", "no label"),
                get("no list configured", "/.well-known/pigw/csps", 404, "", "no list of proxies"),
                get("get of an enrollment", "/.well-known/est/simpleenroll", 405, "allow: POST, OPTIONS", "use POST"),
                get("get of a renewal", "/.well-known/est/simplereenroll", 405, "allow: POST, OPTIONS", "use POST"),
                row("post of authorities", "POST /.well-known/est/cacerts HTTP/1.1", "", 405, "use GET"),
                row("delete", "DELETE /.well-known/est/csrattrs HTTP/1.1", null, 405, "use GET"),
                new Row(
                        "URI of 2,000 characters",
                        "GET /" + "x".repeat(2_000) + " HTTP/1.1",
                        null,
                        414,
                        "connection: close",
                        "cannot be read",
                        false),
                new Row(
                        "header of 9,000 characters",
                        "GET /.well-known/est/cacerts HTTP/1.1\r\nX-Filler: " + "x".repeat(9_000),
                        null,
                        431,
                        "connection: close",
                        "cannot be read",
                        false),
                new Row("no HTTP", "\u0001\u0002\u0003", null, 400, "connection: close", "cannot be read", false),
                new Row(
                        "body of 16 KiB and a byte",
                        enroll(bearer, PKCS10),
                        "A".repeat(16 * 1024 + 1),
                        413,
                        "connection: close",
                        "larger than 16384",
                        false),
                new Row(
                        "length of a gigabyte",
                        enroll(bearer, PKCS10) + "\r\nContent-Length: 1000000000",
                        null,
                        413,
                        "connection: close",
                        "larger than 16384",
                        false),
                new Row(
                        "too large, and asks first",
                        enroll(bearer, PKCS10) + "\r\nExpect: 100-continue\r\nContent-Length: 20000",
                        null,
                        413,
                        "",
                        "larger than 16384",
                        false),
                row("no credentials", enroll(PKCS10), good, 401, ""),
                row("digest", enroll(PKCS10, "Authorization: Digest username=\"x\""), good, 401, "one-time token"),
                row("bearer", enroll(PKCS10, "Authorization: Bearer " + token), good, 401, "one-time token"),
                row("basic of nothing", enroll(PKCS10, "Authorization: Basic"), good, 401, "one-time token"),
                row("basic of no base64", enroll(PKCS10, "Authorization: Basic \u00e4\u00f6"), good, 401, "token"),
                row("basic without a colon", enroll(PKCS10, "Authorization: " + basic("x")), good, 401, "token"),
                row("empty password", enroll(PKCS10, "Authorization: " + basic("alice:")), good, 401, "token"),
                row("bad UTF-8", enroll(PKCS10, "Authorization: " + basic("\u00ff:\u00fe\u00ff")), good, 401, "token"),
                row("wrong token", enroll(PKCS10, "Authorization: " + basic(":guess")), good, 401, "no such token"),
                row("no type", enroll(bearer), good, 415, "application/pkcs10"),
                row("another type", enroll(bearer, "Content-Type: text/plain"), good, 415, "application/pkcs10"),
                row("no length", enroll(bearer, PKCS10), null, 400, "body is empty"),
                row("empty", enroll(bearer, PKCS10), "", 400, "body is empty"),
                row("blanks", enroll(bearer, PKCS10), " \r\n ", 400, "body is empty"),
                row("no base64", enroll(bearer, PKCS10), "!!!!", 400, "not base64"),
                row("half base64", enroll(bearer, PKCS10), good.substring(0, good.length() - 3), 400, "base64"),
                row("base64 for URLs", enroll(bearer, PKCS10), "-_-_", 400, "not base64"),
                row("PEM", enroll(bearer, PKCS10), "-----BEGIN CERTIFICATE REQUEST-----\n" + good, 400, "is PEM"),
                row("no DER", enroll(bearer, PKCS10), "AAAABBBB", 400, "PKCS#10 in DER"),
                csr("half a request", half(Requests.good(Requests.p256())), "PKCS#10 in DER"),
                csr("a byte more", more(Requests.good(Requests.p256())), "PKCS#10 in DER"),
                csr("a certificate", enrollment.server().root().getEncoded(), "PKCS#10 in DER"),
                csr("nested 4,000 deep", HexFormat.of().parseHex("3080".repeat(4_000)), "PKCS#10 in DER"),
                csr("RSA", Requests.rsa(), "P-256"),
                csr("RSA with MD5", Requests.signedByRsa("MD5withRSA"), "P-256"),
                csr("P-384", Requests.good(Requests.on("secp384r1")), "P-256"),
                csr("secp256k1", Requests.good(Requests.on("secp256k1")), "P-256"),
                csr("brainpool", Requests.good(Requests.on("brainpoolP256r1")), "P-256"),
                csr("explicit parameters", Requests.withExplicitParameters(), "named curve P-256"),
                csr("off the curve", Requests.offTheCurve(), "key"),
                csr("SHA-1", Requests.signed(Requests.p256(), "SHA1withECDSA"), "SHA-256"),
                csr("SHA-224", Requests.signed(Requests.p256(), "SHA224withECDSA"), "SHA-256"),
                csr("somebody else's key", Requests.forSomeoneElsesKey(), "possession"),
                csr("a flipped bit", flipped(Requests.good(Requests.p256())), ""),
                row("renewal without a certificate", renew(PKCS10), good, 403, "no_certificate"),
                row("renewal of nothing", renew(PKCS10), "", 400, "body is empty"),
                row("renewal by a token", renew(PKCS10, bearer), good, 403, "no_certificate"),
                new Row("no Host", "GET /.well-known/est/cacerts HTTP/1.1\r\nNo-Host: x", null, 400, "", "Host", true));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void isRefusedAndTheNextIsServed(Row row) throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(bytes(row));
            Answer answer = Answer.read(socket);

            assertThat(answer.status()).as(answer.toString()).isEqualTo(row.status());
            assertThat(answer.body())
                    .contains(row.reason())
                    .endsWith(row.reason().isEmpty() ? "" : "\n");
            assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
            if (row.status() == 401) {
                assertThat(answer.headers())
                        .containsEntry("www-authenticate", "Basic realm=\"pigw-est\", charset=\"UTF-8\"");
            }
            if (!row.header().isEmpty()) {
                String[] pair = row.header().split(": ", 2);
                assertThat(answer.headers()).containsEntry(pair[0], pair[1]);
            }
            if (row.isKept()) {
                assertServes(socket);
            }
        }
        try (SSLSocket other = connect()) {
            assertServes(other);
        }
    }

    @Test
    void leavesTheTokenGoodForTheRequestThatIsRight() throws Exception {
        String mine = enrollment.server().issueToken(TokenRequest.peer("bob"));
        String bearer = "Authorization: " + basic("bob:" + mine);
        byte[][] all = {Requests.rsa(), Requests.offTheCurve(), new byte[] {1}};
        byte[] right = Requests.withChallengePassword(Requests.p256());
        try (SSLSocket socket = connect()) {
            for (byte[] wrong : all) {
                socket.getOutputStream().write(request(enroll(bearer, PKCS10), base64(wrong)));
                assertThat(Answer.read(socket).status()).isEqualTo(400);
            }
            // RFC 2986 allows a challengePassword; nothing is made of it.
            socket.getOutputStream()
                    .write(request(enroll(bearer, PKCS10, "Content-Transfer-Encoding: 8bit"), base64(right)));

            assertThat(Answer.read(socket).status()).isEqualTo(200);
        }
    }

    @Test
    void servesWhatIsUnusualButRight() throws Exception {
        String mine = enrollment.server().issueToken(TokenRequest.peer("carol"));
        String bearer = "Authorization: bAsIc  " + basic("carol:" + mine).substring(6) + " ";
        String csr = base64(Requests.good(Requests.p256()));
        try (SSLSocket socket = connect()) {
            socket.getOutputStream()
                    .write(bytes(Stream.of(
                                    "OPTIONS /.well-known/est/simpleenroll",
                                    "GET https://127.0.0.1/.well-known/est/cacerts?x=1",
                                    "HEAD /.well-known/est/csrattrs")
                            .map(line -> line + " HTTP/1.1\r\nHost: x\r\n\r\n")
                            .collect(Collectors.joining())));
            Answer options = Answer.read(socket);
            Answer absolute = Answer.read(socket);
            Answer head = Answer.readHead(socket);
            socket.getOutputStream()
                    .write(bytes(enroll(bearer, "content-type: Application/PKCS10;charset=x", "Expect: 100-continue")
                            + "\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"));
            Answer go = Answer.read(socket);
            for (String line : csr.split("(?<=\\G.{60})")) {
                String chunk = line + "\r\n";
                socket.getOutputStream().write(bytes(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n"));
            }
            socket.getOutputStream().write(bytes("0\r\n\r\n"));
            Answer enrolled = Answer.read(socket);

            assertThat(options.status()).isEqualTo(204);
            assertThat(options.headers()).containsEntry("allow", "POST, OPTIONS");
            assertThat(absolute.status()).isEqualTo(200);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.headers()).containsEntry("content-type", "application/csrattrs");
            assertThat(Integer.parseInt(head.headers().get("content-length"))).isPositive();
            assertThat(go.status()).isEqualTo(100);
            assertThat(enrolled.status()).as(enrolled.body()).isEqualTo(200);
            assertServes(socket);
        }
    }

    @Test
    void tellsProgramsOfRulesThatAreBroken() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream()
                    .write(request(
                            renew(PKCS10, "Accept: application/problem+json"), base64(Requests.good(Requests.p256()))));
            Answer answer = Answer.read(socket);

            assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(answer.body())
                    .contains("\"status\":403", "\"code\":\"certificate_no_certificate\"", "\"remedy\":");
        }
    }

    @Test
    void cutsOffABodyThatDoesNotCome() throws Exception {
        try (SSLSocket socket = connect()) {
            socket.getOutputStream().write(bytes(enroll(PKCS10) + "\r\nHost: x\r\nContent-Length: 100\r\n\r\nAAAA"));

            assertThat(socket.getInputStream().read()).isNegative();
        }
    }

    private static void assertServes(SSLSocket socket) throws IOException {
        socket.getOutputStream().write(bytes(GOOD_GET));
        Answer answer = Answer.read(socket);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-type", "application/csrattrs");
    }

    private static Row get(String name, String path, int status, String header, String reason) {
        return new Row(name, "GET " + path + " HTTP/1.1", null, status, header, reason, true);
    }

    private static Row row(String name, String head, @Nullable String body, int status, String reason) {
        return new Row(name, head, body, status, "", reason, true);
    }

    private Row csr(String name, byte[] der, String reason) {
        return row(name, enroll("Authorization: " + basic(":" + token), PKCS10), base64(der), 400, reason);
    }

    private static String enroll(String... headers) {
        return ENROLL + "\r\n" + String.join("\r\n", headers);
    }

    private static String renew(String... headers) {
        return "POST /.well-known/est/simplereenroll HTTP/1.1\r\n" + String.join("\r\n", headers);
    }

    private static byte[] bytes(Row row) {
        String host = row.head().contains("No-Host") ? "" : "\r\nHost: x";
        String body = row.body();
        return body == null ? bytes(row.head() + host + "\r\n\r\n") : request(row.head(), body);
    }

    private static byte[] request(String head, String body) {
        return bytes(head + "\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static byte[] half(byte[] der) {
        return java.util.Arrays.copyOf(der, der.length / 2);
    }

    private static byte[] more(byte[] der) {
        return java.util.Arrays.copyOf(der, der.length + 1);
    }

    private static byte[] flipped(byte[] der) {
        der[20] ^= 1;
        return der;
    }

    private static String basic(String pair) {
        return "Basic " + base64(bytes(pair));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private SSLSocket connect() throws Exception {
        HostPort address = enrollment.server().address();
        SSLSocket socket = (SSLSocket) enrollment.tls().getSocketFactory().createSocket(address.host(), address.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** An answer as it came. */
    private record Answer(int status, Map<String, String> headers, String body) {

        static Answer read(SSLSocket socket) throws IOException {
            Answer head = readHead(socket);
            int length = Integer.parseInt(head.headers().getOrDefault("content-length", "0"));
            return new Answer(
                    head.status(),
                    head.headers(),
                    new String(socket.getInputStream().readNBytes(length), ISO_8859_1));
        }

        static Answer readHead(SSLSocket socket) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                int read = socket.getInputStream().read();
                assertThat(read).as("the answer ends early: %s", head).isNotNegative();
                head.write(read);
            }
            String[] lines = head.toString(ISO_8859_1).split("\r\n");
            Map<String, String> headers = new TreeMap<>();
            for (String line : lines) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
                }
            }
            return new Answer(Integer.parseInt(lines[0].substring(9, 12)), headers, "");
        }
    }
}
