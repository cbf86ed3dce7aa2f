package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.backup.Backup;
import io.pigw.enrollment.backup.BackupProgress;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of nodes, names and revocations once a backup that does not know all of them took the database's place. */
class RestoredServerTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final BigInteger NEVER_ISSUED = BigInteger.valueOf(4711);

    @TempDir
    private Path directory;

    private TestEnrollment enrollment;
    private NodeIdentity operator;

    @BeforeEach
    void start() throws Exception {
        enrollment = new TestEnrollment(directory, 32);
        operator = enrollment.enroll("olivia", Role.OPERATOR);
    }

    @AfterEach
    void stop() {
        enrollment.close();
    }

    @Test
    void issuesNothingBeforeAnOperatorSaysSo() throws Exception {
        NodeIdentity early = enroll("early", "early");
        goBackToABackupOfNow(() -> {});
        String token = enrollment.server().issueToken(TokenRequest.peer("next"));
        String another = enrollment.server().issueToken(operatorToken("oscar"));

        assertRefused(503, "waits for an operator", () -> renew(early));
        try (EstClient client = enrollment.client()) {
            assertRefused(503, "waits for an operator", () -> client.enroll(token));
            assertThat(client.enroll(another).certificate().role()).isEqualTo(Role.OPERATOR);
        }
        assertThat(ready()).startsWith("503").contains("pigw enroll resume");
        enrollment.restart();
        assertRefused(503, "waits for an operator", () -> renew(early));
        resume();

        assertThat(ready()).startsWith("200");
        NodeIdentity renewed = renew(early);
        assertThat(renewed.certificate().isSameNodeAs(early.certificate())).isTrue();
        assertThat(renewed.certificate().users()).isEqualTo(early.certificate().users());
        try (EstClient client = enrollment.client()) {
            assertThat(client.enroll(token).certificate().users()).hasToString("[next@p2p.example.net]");
        }
    }

    @Test
    void takesThoseOnAgainWhomTheBackupDoesNotKnow() throws Exception {
        NodeIdentity early = enroll("early", "early");
        NodeIdentity gone = enroll("gone", "gone");
        NodeIdentity barred = enroll("barred", "barred");
        NodeIdentity[] late = new NodeIdentity[8];
        goBackToABackupOfNow(() -> {
            late[5] = enrollment.enroll("mallory", Role.OPERATOR);
            late[6] = renew(gone);
            late[7] = renew(barred);
            late[0] = renew(early);
            late[1] = enroll("late", "late");
            late[2] = enroll("early", "early");
            late[3] = enroll("robbed", "robbed");
            late[4] = enrollment.enroll("ship", Role.SOS);
        });
        assertThat(status(serial(early))).isEqualTo("good");
        assertThat(status(serial(late[3]))).isEqualTo("unknown");
        assertThat(status(NEVER_ISSUED)).isEqualTo("unknown");
        assertRefused(403, "an operator", () -> renew(late[5]));
        try (OperatorClient client = new OperatorClient(enrollment, operator)) {
            assertThat(revoke(client, gone.chain().getFirst()).status()).isEqualTo(200);
            assertThat(client.post("/accounts/barred/block", "{\"reason\":\"spam\"}")
                            .status())
                    .isEqualTo(200);
        }
        resume();
        enroll("thief", "robbed");

        for (int i : List.of(0, 1, 2, 4)) {
            NodeIdentity next = renew(late[i]);
            assertThat(next.certificate().isSameNodeAs(late[i].certificate())).isTrue();
            assertThat(next.certificate().users())
                    .isEqualTo(late[i].certificate().users());
            assertThat(renew(next).certificate().id())
                    .isEqualTo(late[i].certificate().id());
            assertThat(status(serial(late[i]))).as("OCSP").isEqualTo("good");
        }
        assertRefused(403, "robbed@p2p.example.net was given to the account thief", () -> renew(late[3]));
        assertRefused(403, "was revoked", () -> renew(late[6]));
        assertRefused(403, "barred is blocked", () -> renew(late[7]));
        assertRefused(403, "was replaced", () -> renew(early));
        assertThatThrownBy(() ->
                        enrollment.server().issueToken(new TokenRequest("x", Role.PEER, List.of("late"), null, null)))
                .hasMessageContaining("taken");
        try (OperatorClient client = new OperatorClient(enrollment, operator)) {
            assertThat(client.get("/audit?action=adopted").body().findValuesAsText("outcome"))
                    .containsExactlyInAnyOrder(
                            "DONE", "DONE", "DONE", "DONE", "REFUSED", "REFUSED", "REFUSED", "REFUSED");
            assertThat(client.get("/nodes/" + late[2].certificate().id()).body().toString())
                    .contains("\"account\":\"early\"");
        }
    }

    @Test
    void revokesWhatItDoesNotKnow(@TempDir Path elsewhere) throws Exception {
        NodeIdentity[] late = new NodeIdentity[1];
        goBackToABackupOfNow(() -> late[0] = enroll("late", "late"));
        X509Certificate stolen = late[0].chain().getFirst();
        try (OperatorClient client = new OperatorClient(enrollment, operator);
                TestEnrollment other = new TestEnrollment(elsewhere, 32)) {

            OperatorClient.Reply revoked = revoke(client, stolen);
            OperatorClient.Reply again = revoke(client, stolen);

            assertThat(revoked.status()).isEqualTo(200);
            assertThat(revoked.body().at("/changed/0/serial").asText())
                    .isEqualTo(stolen.getSerialNumber().toString(16));
            assertThat(revoked.body().at("/changed/0/node").asText())
                    .isEqualTo(late[0].certificate().id().toString());
            assertThat(again.body().path("changed")).isEmpty();
            OperatorClient.Reply foreign =
                    revoke(client, other.enroll("f", Role.SOS).chain().getFirst());
            assertThat(foreign.status()).isEqualTo(400);
            assertThat(foreign.body().path("error").asText()).contains("not issued by this server's authority");
            OperatorClient.Reply authority = revoke(client, late[0].chain().get(1));
            assertThat(authority.status()).isEqualTo(400);
            OperatorClient.Reply none = client.post("/revocations", "{\"certificate\":\"none\"}");
            assertThat(none.status()).isEqualTo(400);
            assertThat(client.get("/audit?action=revoked").body().path("entries"))
                    .hasSize(1);
        }
        assertThat(status(stolen.getSerialNumber())).isEqualTo("revoked");
        assertThat(crl().getRevokedCertificate(stolen.getSerialNumber())).isNotNull();
        resume();
        assertRefused(403, "revoked", () -> renew(late[0]));
    }

    private interface Meanwhile {
        void run() throws Exception;
    }

    private void goBackToABackupOfNow(Meanwhile meanwhile) throws Exception {
        Backup backup =
                enrollment.server().backups().orElseThrow().make(AuditActor.console("test"), BackupProgress.SILENT);
        enrollment.clock.advance(Duration.ofMinutes(30));
        meanwhile.run();
        enrollment.clock.advance(Duration.ofMinutes(30));
        enrollment.stop();
        Files.move(directory.resolve("db"), directory.resolve("lost-db"));
        EnrollmentBackups.restore(
                enrollment.config(),
                backup.folder(),
                null,
                List.of(),
                AuditActor.console("test"),
                enrollment.clock,
                BackupProgress.SILENT);
        enrollment.clock.advance(Duration.ofMinutes(30));
        enrollment.restart();
    }

    private void resume() throws Exception {
        try (OperatorClient client = new OperatorClient(enrollment, operator)) {
            assertThat(client.post("/resume", "").status()).isEqualTo(200);
            assertThat(client.post("/resume", "").status()).isEqualTo(409);
            assertThat(client.get("/audit?action=resumed").body().path("entries"))
                    .hasSize(1);
        }
    }

    private static OperatorClient.Reply revoke(OperatorClient client, X509Certificate certificate) throws Exception {
        String pem = "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        return client.post(
                "/revocations", JSON.writeValueAsString(Map.of("certificate", pem, "reason", "keyCompromise")));
    }

    private NodeIdentity enroll(String account, String user) throws Exception {
        try (EstClient client = enrollment.client()) {
            return client.enroll(
                    enrollment.server().issueToken(new TokenRequest(account, Role.PEER, List.of(user), null, null)));
        }
    }

    private static TokenRequest operatorToken(String account) {
        return new TokenRequest(account, Role.OPERATOR, List.of(), null, null);
    }

    private NodeIdentity renew(NodeIdentity identity) throws Exception {
        try (EstClient client = enrollment.client()) {
            return ((EstOutcome.Enrolled) client.reenroll(identity, client.generateKey())).identity();
        }
    }

    private String ready() throws Exception {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(
                        URI.create("http://" + enrollment.server().admin().orElseThrow() + "/health/ready"))
                .build());
        return answer.statusCode() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private String status(BigInteger serial) throws Exception {
        var calculators = new JcaDigestCalculatorProviderBuilder().build();
        CertificateID id = new CertificateID(
                calculators.get(CertificateID.HASH_SHA1),
                new JcaX509CertificateHolder(operator.chain().get(1)),
                serial);
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(published("/ocsp"))
                .header("Content-Type", "application/ocsp-request")
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        new OCSPReqBuilder().addRequest(id).build().getEncoded()))
                .build());
        Object status =
                ((BasicOCSPResp) new OCSPResp(answer.body()).getResponseObject()).getResponses()[0].getCertStatus();
        return status == null ? "good" : status instanceof RevokedStatus ? "revoked" : "unknown";
    }

    private X509CRL crl() throws Exception {
        enrollment.server().publication().orElseThrow().signNow().get();
        byte[] der = send(HttpRequest.newBuilder(published("/crl")).build()).body();
        return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
    }

    private URI published(String path) {
        return URI.create(
                "http://" + enrollment.server().publication().orElseThrow().address() + path);
    }

    private static HttpResponse<byte[]> send(HttpRequest request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        }
    }

    private static BigInteger serial(NodeIdentity identity) {
        return identity.chain().getFirst().getSerialNumber();
    }

    private static void assertRefused(int status, String why, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        EstException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status))
                .hasMessageContaining(why);
    }
}
