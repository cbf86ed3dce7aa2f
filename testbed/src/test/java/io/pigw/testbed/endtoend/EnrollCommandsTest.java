package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.cli.PigwMain;
import io.pigw.enrollment.Enrollment;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.TokenRequest;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.Pem;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An operator's day by {@code pigw enroll …}, at a real enrollment server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrollCommandsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Environment environment = Environment.create(1);
    private Path folder;
    private Path config;
    private Path operator;
    private Enrollment server;

    record Result(int code, String out, String err) {
        JsonNode json() throws Exception {
            return JSON.readTree(out);
        }
    }

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        folder = directory;
        config = Files.writeString(directory.resolve("enrollment.yaml"), """
                listen: 127.0.0.1:0
                store: {directory: %1$s/db}
                ca: {directory: %1$s/ca, ceremony: automatic}
                overlay: {name: p2p.example.net}
                policy: {approval: {roles: [client]}, renewAfterPercent: 0}
                publish: {listen: "127.0.0.1:0"}
                backup: {directory: %1$s/backups}
                operators: {listen: "127.0.0.1:0"}
                """.formatted(directory));
        server = Enrollment.start(Configuration.load(config, EnrollmentConfig.class, Map.of()), environment);
        operator =
                enroll("olivia", server.issueToken(new TokenRequest("olivia", Role.OPERATOR, List.of(), null, null)));
    }

    @AfterAll
    void stop() {
        server.close();
        environment.close();
    }

    @Test
    void aNodeFromTokenToRevocation() throws Exception {
        Result token = pigw("token", "--user", "dave", "--valid", "2h");
        enroll("dave", token.out().strip());

        Result listed = pigw("list", "--user", "dave");
        assertThat(listed.out()).containsPattern("ID +ROLE +STATE +ENDS +ACCOUNT +USERS\n");
        assertThat(listed.out())
                .containsPattern("\\d+ +peer +valid +20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\dZ +dave +dave@p2p");
        String id = pigw("list", "--user", "dave", "--json").json().path("id").asText();
        assertThat(pigw("show", id).out())
                .containsPattern("SERIAL +STATE +ISSUED")
                .contains("dave@p2p.example.net");

        Result asked = pigw("revoke", "--node", id, "--reason", "keyCompromise");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("--yes");
        Result revoked = pigw("revoke", "--node", id, "--reason", "keyCompromise", "--yes");
        assertThat(revoked.out()).startsWith("revoked: ");
        Result state = pigw("list", "--user", "dave", "--json");
        assertThat(state.json().path("state").asText()).isEqualTo("revoked");
        assertThat(pigw("list", "revocations").out()).contains(id, "keyCompromise", "operator:");
        assertThat(pigw("show", id).out()).contains("keyCompromise");
        assertThat(pigw("crl", "--sign").out())
                .containsPattern("NUMBER +ISSUED")
                .contains("/crl/");
        Result kept = pigw("release", "--node", id);
        assertThat(kept.code()).isEqualTo(1);
        assertThat(kept.err()).contains("keyCompromise");
        assertThat(pigw("audit", "--action", "revoked").out()).containsPattern("operator:\\d+ +revoked +done");
    }

    @Test
    void aRequestThatWaits() throws Exception {
        String token = pigw("token", "--user", "erin", "--role", "client").out().strip();
        Path files = folder.resolve("erin");
        Result first = pigw(List.of(
                "--est",
                server.est().toString(),
                "--trust",
                server.trustFile().toString(),
                "--token",
                token,
                "--out",
                files.toString(),
                "--json"));

        assertThat(first.code()).isEqualTo(PigwMain.WAITING);
        assertThat(first.json().path("state").asText()).isEqualTo("pending");
        assertThat(first.json().path("retryAfter").asLong()).isPositive();
        String id = pigw("list", "requests", "--state", "pending", "--json")
                .json()
                .path("id")
                .asText();
        assertThat(first.json().path("requestId").asText()).isEqualTo(id);
        assertThat(pigw("show", "--request", id).out()).contains("erin", "pending", "127.0.0.1");
        for (String filter : List.of("--account", "--user")) {
            assertThat(pigw("list", "requests", filter, "erin", "--role", "client")
                            .out())
                    .contains(id);
            assertThat(pigw("list", "requests", filter, "nobody").out()).isEmpty();
        }
        assertThat(pigw("approve", id, "--reason", "known").out()).startsWith("approved: client of erin");
        Result again = pigw("reject", id, "--reason", "changed my mind");
        assertThat(again.out()).startsWith("rejected: ");
        Result late = pigw("approve", id);
        assertThat(late.code()).isEqualTo(1);
        assertThat(late.err()).contains("rejected");
    }

    @Test
    void anAccountThatIsBlocked() throws Exception {
        enroll("mallory", pigw("token", "--user", "mallory").out().strip());

        assertThat(pigw("block", "mallory", "--reason", "spam").out()).startsWith("blocked: account mallory");

        Result refused = pigw("token", "--user", "mallory");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("blocked");
        assertThat(pigw("list", "accounts", "--state", "blocked").out()).contains("mallory");
        assertThat(pigw("unblock", "mallory").code()).isZero();
    }

    @Test
    void aLogThatIsExportedAndVerified() throws Exception {
        Path export = folder.resolve("audit.ndjson");
        String trust = server.trustFile().toString();

        assertThat(pigw("audit", "--out", export.toString()).out()).contains("entries in");

        Result whole = pigw(List.of("audit", "--verify", export.toString(), "--trust", trust));
        assertThat(whole.code()).isZero();
        assertThat(whole.out()).startsWith("whole: ").contains("signed: 1 checkpoint,");
        List<String> lines = new ArrayList<>(Files.readAllLines(export));
        lines.remove(lines.size() - 2);
        Path cut = Files.write(folder.resolve("cut.ndjson"), lines);
        Result broken = pigw(List.of("audit", "--verify", cut.toString(), "--trust", trust));
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).contains("BROKEN").contains("the end is missing");
        lines.remove(lines.size() - 1);
        Path bare = Files.write(folder.resolve("bare.ndjson"), lines);
        Result nothing = pigw(List.of("audit", "--verify", bare.toString(), "--trust", trust));
        assertThat(nothing.code()).isEqualTo(1);
        assertThat(nothing.out()).contains("no checkpoint says where the log ends");
        Path kept = Files.writeString(
                folder.resolve("kept.ndjson"), pigw("audit", "--sign").out());
        Result elsewhere =
                pigw(List.of("audit", "--verify", bare.toString(), "--trust", trust, "--checkpoint", kept.toString()));
        assertThat(elsewhere.code()).isEqualTo(1);
        assertThat(elsewhere.out()).contains("BROKEN").contains("the end is missing");
        Result without = pigw(List.of("audit", "--verify", bare.toString(), "--checkpoint", kept.toString()));
        assertThat(without.err()).contains("--trust");
        Result unsigned = pigw(List.of("audit", "--verify", cut.toString()));
        assertThat(unsigned.code()).isZero();
        assertThat(unsigned.out()).contains("whether the end is missing cannot be told");
        Result running = pigw(List.of("audit", "--verify", folder.resolve("db").toString()));
        assertThat(running.code()).isEqualTo(1);
    }

    @Test
    void aBackupWhoseLogIsVerified() throws Exception {
        Result made = pigw("backup", "--json");

        assertThat(made.code()).as(made.err()).isZero();
        String backup = made.json().path("folder").asText();
        assertThat(pigw("list", "backups").out())
                .contains(made.json().path("name").asText());
        Result verified = pigw(List.of(
                "audit", "--verify", backup, "--trust", server.trustFile().toString()));
        assertThat(verified.code()).as(verified.err() + verified.out()).isZero();
        Result restored = pigw(List.of("restore", "--config", config.toString(), backup));
        assertThat(restored.code()).isEqualTo(1);
        assertThat(restored.err()).contains("db");
    }

    @Test
    void anOperatorsOwnCertificateIsRenewed() throws Exception {
        Path olaf = enroll("olaf", server.issueToken(new TokenRequest("olaf", Role.OPERATOR, List.of(), null, null)));
        X509Certificate before = certificate(olaf);
        List<String> renew =
                List.of("operator-renew", "--est", server.est().toString(), "--identity", olaf.toString(), "--json");
        List<String> renewIfDue = new ArrayList<>(renew);
        renewIfDue.add("--if-due");

        Result early = pigw(renewIfDue);
        assertThat(early.json().path("renewed").asBoolean()).isFalse();
        assertThat(certificate(olaf)).isEqualTo(before);
        Result renewed = pigw(renew);
        assertThat(renewed.code()).as(renewed.err()).isZero();
        assertThat(renewed.json().path("renewed").asBoolean()).isTrue();

        assertThat(certificate(olaf).getPublicKey()).isNotEqualTo(before.getPublicKey());
        Result listed = pigw(
                List.of("list", "--admin", server.operators().orElseThrow().toString(), "--identity", olaf.toString()));
        assertThat(listed.code()).as(listed.err()).isZero();
        assertThat(listed.err()).isEmpty();
        Result peers = pigw(List.of(
                "operator-renew",
                "--est",
                server.est().toString(),
                "--identity",
                enroll("gina", pigw("token", "--user", "gina").out().strip()).toString()));
        assertThat(peers.code()).isEqualTo(1);
        assertThat(peers.err()).contains("of role peer").contains("identity.renewal");
    }

    private static X509Certificate certificate(Path identity) throws Exception {
        return IdentityFiles.in(identity).load().chain().getFirst();
    }

    @Test
    void aRestorationByCommand() throws Exception {
        String backup = pigw("backup", "--json").json().path("folder").asText();
        Path lost = enroll("lost", pigw("token", "--user", "lost").out().strip());
        enroll("stolen", pigw("token", "--user", "stolen").out().strip());
        assertThat(pigw("revoke", "--user", "stolen", "--reason", "keyCompromise", "--yes")
                        .code())
                .isZero();
        server.publication().orElseThrow().signNow().get();
        Path list = Files.write(
                folder.resolve("latest.crl"),
                server.publication()
                        .orElseThrow()
                        .crls()
                        .current()
                        .orElseThrow()
                        .der()
                        .toArray());
        server.close();
        Files.move(folder.resolve("db"), folder.resolve("db.lost"));

        Result restored = pigw(List.of("restore", "--config", config.toString(), "--crl", list.toString(), backup));

        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out())
                .contains("certificates on record", "pigw enroll resume")
                .contains("revoked by the lists given: 1 ");
        server = Enrollment.start(Configuration.load(config, EnrollmentConfig.class, Map.of()), environment);
        Result revoked =
                pigw("revoke", "--certificate", lost.resolve("certificates.pem").toString(), "--yes");
        assertThat(revoked.out()).as(revoked.err()).startsWith("revoked: ");
        Result none = pigw("revoke", "--certificate", config.toString(), "--yes");
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains(config + " holds no PEM certificate");
        Result asked = pigw("resume");
        assertThat(asked.code()).isEqualTo(1);
        assertThat(asked.err()).contains("--yes");
        assertThat(pigw("resume", "--yes").out()).startsWith("resumed: ");
        assertThat(pigw("resume", "--yes").err()).contains("waits for nobody");
        assertThat(enroll("after", pigw("token", "--user", "after").out().strip()))
                .isDirectoryContaining("glob:**certificates.pem");
    }

    @Test
    void aTokenThatIsTakenBackAndLimitsOfAnAccount() throws Exception {
        pigw("token", "--account", "grace", "--role", "csp", "--id", "4711");
        assertThat(pigw("list", "tokens", "--account", "grace").out()).containsPattern("csp +4711 +grace");
        String id = pigw("list", "tokens", "--account", "grace", "--json")
                .json()
                .path("id")
                .asText();

        assertThat(pigw("token", "--void", id).out()).startsWith("voided: token " + id + " for a csp of grace");

        assertThat(pigw("token", "--void", id).err()).contains("voided already");
        assertThat(pigw("limits", "grace", "--tokens", "1").out()).contains("1 unused tokens");
        assertThat(pigw("token", "--user", "grace").code()).isZero();
        assertThat(pigw("token", "--user", "grace").err()).contains("1 unused tokens, and may have 1");
        assertThat(pigw("limits", "grace", "--nodes", "0").code()).isEqualTo(2);
        assertThat(pigw("limits", "grace", "--default", "--json")
                        .json()
                        .path("maxTokens")
                        .asInt())
                .isGreaterThan(1);
        Result enrolled = pigw(List.of(
                "--est",
                server.est().toString(),
                "--trust",
                server.trustFile().toString(),
                "--token",
                pigw("token", "--user", "grace").out().strip(),
                "--out",
                folder.resolve("grace").toString(),
                "--json"));
        assertThat(enrolled.json().path("id").isTextual()).isTrue();
        assertThat(enrolled.json().path("role").asText()).isEqualTo("peer");
    }

    @Test
    void theWrongPortOrRootIsNamed() throws Exception {
        Path foreign = folder.resolve("foreign.pem");
        Pem.writeCertificates(foreign, List.of(certificate(operator)));
        String admin = server.operators().orElseThrow().toString();
        String est = server.est().toString();

        assertThat(pigw(List.of("list", "--admin", est, "--identity", operator.toString()))
                        .err())
                .contains("is not the operators' port");
        assertThat(enrollWith(admin + "/", server.trustFile()).err()).contains("and not the operators' port?");
        assertThat(enrollWith(est, foreign).err()).contains("does not chain to " + foreign);
        assertThat(enrollWith(est, server.trustFile()).err()).contains("refuses: ", "pending-key.pem");
    }

    private Result enrollWith(String est, Path trust) {
        return pigw(List.of(
                "--est",
                est,
                "--trust",
                trust.toString(),
                "--token",
                "none",
                "--out",
                folder.resolve("nobody").toString()));
    }

    @Test
    void whatIsWrongIsSaidWithTheRemedy() throws Exception {
        Path peer = enroll("fay", pigw("token", "--user", "fay").out().strip());

        Result stranger = pigw(
                List.of("list", "--admin", server.operators().orElseThrow().toString(), "--identity", peer.toString()));
        assertThat(stranger.code()).isEqualTo(1);
        assertThat(stranger.err()).contains("of role peer", "Remedy: show the certificate of an operator");
        assertThat(pigw(List.of("list", "--data", folder.resolve("none").toString()))
                        .err())
                .contains("--admin URL --identity DIR");
        assertThat(pigw(List.of("list", "--admin", "https://127.0.0.1:1", "--identity", operator.toString()))
                        .err())
                .contains("nothing listens");
        assertThat(pigw("show", "4711").err()).contains("there is no node 4711");
        Result king = pigw("list", "--role", "king");
        assertThat(king.code()).isEqualTo(2);
        assertThat(king.err()).contains("there is no role king", "peer");
        assertThat(pigw("revoke", "--node", "1", "--reason", "stolen", "--yes").code())
                .isEqualTo(2);
        assertThat(pigw("token").code()).isEqualTo(2);
        for (String line : List.of(
                "revocations --account fay",
                "revocations --state held",
                "tokens --user fay",
                "accounts --role peer",
                "backups --account fay")) {
            Result filtered = pigw(("list " + line).split(" "));
            assertThat(filtered.code()).as(line).isEqualTo(2);
            assertThat(filtered.err()).as(line).contains("does not go with");
            assertThat(filtered.out()).as(line).isEmpty();
        }
        assertThat(pigw("list", "accounts", "--account", "fay", "--json").out())
                .contains("\"fay\"")
                .hasLineCount(1);
        assertThat(pigw("token", "--user", "586").err()).contains("Remedy: ");
    }

    private Path enroll(String name, String token) throws Exception {
        Path files = folder.resolve(name);
        try (EstClient client = EstClient.trusting(
                server.est(), Set.of(server.root()), environment.verifiers(), environment.random())) {
            Files.createDirectories(files);
            IdentityFiles.in(files).save(client.enroll(token));
        }
        return files;
    }

    /** As the operator. */
    private Result pigw(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--admin", server.operators().orElseThrow().toString(), "--identity", operator.toString()));
        return pigw(line);
    }

    private static Result pigw(List<String> arguments) {
        List<String> line = new ArrayList<>(List.of("enroll"));
        line.addAll(arguments);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
        try {
            int code = PigwMain.execute(line.toArray(new String[0]));
            return new Result(code, told.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
