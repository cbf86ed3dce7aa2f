package io.pigw.enrollment;

import io.pigw.runtime.identity.Pem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Clients that repeat the same request, byte for byte, when its answer was lost. */
final class KillClient implements AutoCloseable {

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private final HttpClient http;
    private final KilledServer server;

    KillClient(KilledServer server) throws Exception {
        this.server = server;
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        anchors.setCertificateEntry("root", Pem.readCertificates(server.trust()).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(tls)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    }

    /** What is asked for with one token. */
    record Attempt(String token, String csr) {}

    /** What came of it. */
    record Got(String serial, String names) {}

    static Attempt attempt(String token) throws Exception {
        return new Attempt(token, Base64.getEncoder().encodeToString(Requests.good(Requests.p256())));
    }

    /** The certificate; none if the token has been used. */
    Optional<Got> enroll(Attempt attempt) throws IOException, InterruptedException {
        String credentials =
                Base64.getEncoder().encodeToString((":" + attempt.token()).getBytes(StandardCharsets.UTF_8));
        HttpResponse<byte[]> answer = http.send(
                HttpRequest.newBuilder(server.est().resolve("simpleenroll"))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", "Basic " + credentials)
                        .header("Content-Type", "application/pkcs10")
                        .POST(HttpRequest.BodyPublishers.ofString(attempt.csr()))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return switch (answer.statusCode()) {
            case OK -> Optional.of(read(Base64.getMimeDecoder().decode(answer.body())));
            case UNAUTHORIZED -> {
                if (!text.contains("used")) {
                    throw new AssertionError("401: " + text);
                }
                yield Optional.empty();
            }
            default -> throw new AssertionError(answer.statusCode() + ": " + text);
        };
    }

    private static Got read(byte[] certsOnly) {
        try {
            X509Certificate leaf =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(certsOnly))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .filter(certificate -> certificate.getBasicConstraints() < 0)
                            .findFirst()
                            .orElseThrow();
            return new Got(leaf.getSerialNumber().toString(16), String.valueOf(leaf.getSubjectAlternativeNames()));
        } catch (CertificateException e) {
            throw new AssertionError("not a certificate", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
