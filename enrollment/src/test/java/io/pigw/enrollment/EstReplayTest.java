package io.pigw.enrollment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An enrollment that somebody has captured, token and all, gets no second certificate, whenever it is sent again. */
class EstReplayTest {

    @Test
    void getsNoSecondCertificate(@TempDir Path directory) throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(directory, 128)) {
            String token = enrollment.server().issueToken(TokenRequest.peer("alice"));
            byte[] captured = Requests.good(Requests.p256());
            HttpResponse<String> first = enroll(enrollment, token, captured);
            assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
            X509Certificate issued = EstHttpTest.leaf(first);

            HttpResponse<String> atOnce = enroll(enrollment, token, captured);
            HttpResponse<String> ownKey = enroll(enrollment, token, Requests.good(Requests.p256()));
            enrollment.clock.advance(Duration.ofMinutes(1));
            enrollment.restart();
            HttpResponse<String> restarted = enroll(enrollment, token, captured);
            enrollment.clock.advance(Duration.ofMinutes(20));
            HttpResponse<String> later = enroll(enrollment, token, captured);

            // Whoever lost the answer may have it again for a while: the certificate that all may see, and no other.
            for (HttpResponse<String> repeated : List.of(atOnce, restarted)) {
                if (repeated.statusCode() == 200) {
                    assertThat(EstHttpTest.leaf(repeated)).isEqualTo(issued);
                } else {
                    assertThat(repeated.statusCode()).isEqualTo(401);
                }
            }
            assertThat(ownKey.statusCode()).isEqualTo(401);
            assertThat(later.statusCode()).isEqualTo(401);
        }
    }

    private static HttpResponse<String> enroll(TestEnrollment at, String token, byte[] csr) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(at.server().est() + "/simpleenroll"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/pkcs10")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString((":" + token).getBytes(US_ASCII)))
                .POST(HttpRequest.BodyPublishers.ofString(Base64.getEncoder().encodeToString(csr)))
                .build();
        try (HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(at.tls())
                .build()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
