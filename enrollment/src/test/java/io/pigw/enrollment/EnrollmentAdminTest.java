package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tokens at the operators' port, and what is served in plain. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrollmentAdminTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private TestEnrollment enrollment;
    private OperatorClient operator;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, 11, 512);
        operator = new OperatorClient(enrollment, enrollment.enroll("olivia", Role.OPERATOR));
    }

    @AfterAll
    void stop() {
        http.close();
        operator.close();
        enrollment.close();
    }

    @Test
    void givesATokenThatEnrolls() throws Exception {
        OperatorClient.Reply answer =
                operator.post("/tokens", "{\"account\":\"ops\",\"role\":\"csp\",\"id\":\"512\",\"validSeconds\":600}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body().toString())
                .contains(enrollment.server().est().toString(), "trust.pem")
                .containsPattern("\"expires\":\"20\\d\\d-");
        try (EstClient client = enrollment.client()) {
            var certificate =
                    client.enroll(answer.body().path("token").asText()).certificate();
            assertThat(certificate.id()).hasToString("512");
            assertThat(certificate.role()).isEqualTo(Role.CSP);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | {}",
                "400 | {\"account\":\"\"}",
                "400 | {\"account\":\"a\",\"role\":\"king\"}",
                "400 | {\"account\":\"a\",\"role\":\"enrollment\"}",
                "400 | {\"account\":\"a\",\"id\":\"-1\"}",
                "400 | {\"account\":\"a\",\"validSeconds\":0}",
                "400 | {\"account\":\"a\",\"unknown\":1}",
                "400 | nonsense",
                "409 | {\"account\":\"a\",\"users\":[\"586\"]}",
                "409 | {\"account\":\"a\",\"id\":\"2048\"}",
            })
    void refusesWhatCannotBeGranted(int status, String body) throws Exception {
        OperatorClient.Reply answer = operator.post("/tokens", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("error").asText()).isNotEmpty();
    }

    @Test
    void servesHealthAndMeters() throws Exception {
        operator.post("/tokens", "{\"account\":\"meters\"}");

        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body())
                .contains("pigw_enrollment_tokens_total", "pigw_enrollments_total{outcome=\"enrolled\"}");
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://" + enrollment.server().admin().orElseThrow() + path);
    }
}
