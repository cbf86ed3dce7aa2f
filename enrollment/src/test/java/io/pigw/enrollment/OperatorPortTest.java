package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditCheck;
import io.pigw.enrollment.audit.AuditExport;
import io.pigw.enrollment.audit.AuditVerdict;
import io.pigw.enrollment.audit.CheckpointReader;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.ClientTls;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in at the operators' port, and what the audit log says of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorPortTest {

    private static final int CLOSES_WITHIN_MILLIS = 5_000;

    @TempDir
    Path folder;

    private TestEnrollment enrollment;
    private NodeIdentity identity;
    private OperatorClient operator;

    @BeforeAll
    void open(@TempDir Path directory) throws Exception {
        enrollment = new TestEnrollment(directory, store(directory), 32);
        identity = enrollment.enroll("olivia", Role.OPERATOR);
        operator = new OperatorClient(enrollment, identity);
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void close() {
        operator.close();
        enrollment.close();
    }

    @Test
    void admitsAnOperator() throws Exception {
        OperatorClient.Reply reply = operator.get("/audit?last=1");

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void refusesFiltersThatNobodyReads() throws Exception {
        for (String path : List.of(
                "/nodes?acount=olivia",
                "/certificates?name=olivia",
                "/requests?acount=olivia",
                "/tokens?user=olivia",
                "/accounts?user=olivia",
                "/revocations?account=olivia",
                "/backups?state=x",
                "/audit?account=olivia")) {
            OperatorClient.Reply reply = operator.get(path);

            assertThat(reply.status()).as(path).isEqualTo(400);
            assertThat(reply.body().path("error").asText()).as(path).contains("has no parameter");
        }
        enrollment.server().issueToken(TokenRequest.peer("another"));
        assertThat(operator.get("/accounts").body().path("accounts")).hasSizeGreaterThan(1);
        assertThat(operator.get("/accounts?account=another").body().path("accounts"))
                .hasSize(1);
        assertThat(operator.get("/accounts?account=another&state=blocked")
                        .body()
                        .path("accounts"))
                .isEmpty();
        assertThat(operator.get("/requests?account=olivia&user=olivia&role=peer")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void tellsOthersThatTheyAreNone() throws Exception {
        NodeIdentity peer = enrollment.enroll("mallory", Role.SOS);
        try (OperatorClient client = new OperatorClient(enrollment, peer)) {

            OperatorClient.Reply reply = client.get("/audit");

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body().path("code").asText()).isEqualTo("not_an_operator");
            assertThat(reply.body().path("remedy").asText()).contains("--identity");
        }
        JsonNode entries = operator.get("/audit?action=operator_refused&actor=node:"
                        + peer.certificate().id())
                .body()
                .path("entries");
        assertThat(entries).hasSize(1);
        assertThat(entries.at("/0/details/address").asText()).isEqualTo("127.0.0.1");
        assertThat(entries.at("/0/details/reason").asText()).isEqualTo("not_an_operator");
    }

    @Test
    void hearsNobodyWithoutACertificateOfItsOwnIssue(@TempDir Path elsewhere) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        enrollment.server().operators().orElseThrow().resolve("/audit"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try (HttpClient nobody =
                        HttpClient.newBuilder().sslContext(enrollment.tls()).build();
                TestEnrollment other = new TestEnrollment(elsewhere, 32)) {
            NodeIdentity foreign = other.enroll("olivia", Role.OPERATOR);
            NodeIdentity trusting =
                    new NodeIdentity(foreign.key(), foreign.chain(), identity.trustAnchors(), foreign.certificate());

            assertThatThrownBy(() -> nobody.send(request, HttpResponse.BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            try (OperatorClient stranger = new OperatorClient(enrollment, trusting)) {
                assertThatThrownBy(() -> stranger.get("/audit")).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void speaksTls13Alone() throws Exception {
        SSLContext context = ClientTls.of(identity, enrollment.clock);
        try (SSLSocket socket = dial(context)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesOpenConnectionsOfARevokedOperator() throws Exception {
        NodeIdentity leaver = enrollment.enroll("leaver", Role.OPERATOR);
        try (OperatorClient client = new OperatorClient(enrollment, leaver);
                SSLSocket idle = dial(ClientTls.of(leaver, enrollment.clock))) {
            idle.startHandshake();
            assertThat(client.get("/audit?last=1").status()).isEqualTo(200);

            enrollment
                    .server()
                    .revocations()
                    .revoke(new RevocationRequest(
                            new Selector.Node(leaver.certificate().id()),
                            RevocationReason.PRIVILEGE_WITHDRAWN,
                            null,
                            AuditActor.SERVER));

            OperatorClient.Reply reply = client.get("/audit");
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.body().path("code").asText()).isEqualTo("revoked");
            idle.setSoTimeout(CLOSES_WITHIN_MILLIS);
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void offersNothingOfThatInPlain() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI plain = URI.create("http://" + enrollment.server().admin().orElseThrow() + "/");
            for (String path : List.of("tokens", "audit", "checkpoint", "revocations")) {
                HttpResponse<String> answer = http.send(
                        HttpRequest.newBuilder(plain.resolve(path))
                                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

                assertThat(answer.statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void exportsALogThatIsVerifiedOffline() throws Exception {
        String checkpoint =
                operator.post("/checkpoint", "").body().path("checkpoint").asText();
        List<String> lines = new ArrayList<>();
        operator.get("/audit").body().path("entries").forEach(entry -> lines.add(entry.toString()));
        lines.add("{\"checkpoint\":\"" + checkpoint + "\"}");

        assertThat(verdict(lines, list -> list)).isEqualTo("intact with 1");
        assertThat(verdict(lines, list -> list.subList(0, list.size() - 1))).contains("no checkpoint says");
        assertThat(verdict(lines, list -> {
                    list.remove(list.size() - 2);
                    return list;
                }))
                .contains("the end is missing");
        assertThat(verdict(lines, list -> {
                    list.set(1, list.get(1).replaceFirst("DONE|REFUSED", "FAILED"));
                    return list;
                }))
                .contains("entry 2 was changed");
    }

    @Test
    void aCheckpointOfAnotherAuthorityIsNotBelieved(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment other = new TestEnrollment(elsewhere, 32);
                OperatorClient there = new OperatorClient(other, other.enroll("o", Role.OPERATOR))) {
            String forged =
                    there.post("/checkpoint", "").body().path("checkpoint").asText();

            assertThat(verdict(List.of("{\"checkpoint\":\"" + forged + "\"}"), list -> list))
                    .contains("not signed under the given root");
        }
    }

    private String verdict(List<String> lines, UnaryOperator<List<String>> tamper) throws IOException {
        Path file = folder.resolve("export.ndjson");
        Files.write(file, tamper.apply(new ArrayList<>(lines)), StandardCharsets.UTF_8);
        AuditCheck check =
                new AuditCheck(new CheckpointReader(List.of(enrollment.server().root())));
        AuditExport.read(file, check);
        AuditCheck.Report report = check.report();
        return switch (report.verdict()) {
            case AuditVerdict.Intact _ ->
                report.doubts().isEmpty()
                        ? "intact with " + report.checkpoints()
                        : report.doubts().toString();
            case AuditVerdict.Broken broken -> broken.what();
        };
    }

    private SSLSocket dial(SSLContext context) throws IOException {
        URI port = enrollment.server().operators().orElseThrow();
        return (SSLSocket) context.getSocketFactory().createSocket(port.getHost(), port.getPort());
    }
}
