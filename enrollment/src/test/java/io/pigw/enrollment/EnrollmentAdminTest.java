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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operator's port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrollmentAdminTest {

    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newHttpClient();
    private TestEnrollment enrollment;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, 11);
    }

    @AfterAll
    void stop() {
        http.close();
        enrollment.close();
    }

    @Test
    void givesATokenThatEnrolls() throws Exception {
        HttpResponse<String> answer =
                post("{\"account\":\"ops\",\"role\":\"csp\",\"id\":\"512\",\"validSeconds\":600}");

        assertThat(answer.statusCode()).isEqualTo(201);
        Matcher matcher = TOKEN.matcher(answer.body());
        assertThat(matcher.find()).isTrue();
        assertThat(answer.body())
                .contains(enrollment.server().est().toString(), "trust.pem")
                .containsPattern("\"expires\":\"20\\d\\d-");
        try (EstClient client = enrollment.client()) {
            var certificate = client.enroll(matcher.group(1)).certificate();
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
        HttpResponse<String> answer = post(body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains("\"error\"");
    }

    @Test
    void servesHealthAndMeters() throws Exception {
        post("{\"account\":\"meters\"}");

        assertThat(get("/health/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body())
                .contains("pigw_enrollment_tokens_total", "pigw_enrollments_total{outcome=\"enrolled\"}");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return send(HttpRequest.newBuilder(uri("/tokens"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
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
