package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.audit.AuditCheck;
import io.pigw.enrollment.audit.AuditDirectory;
import io.pigw.enrollment.audit.AuditVerdict;
import io.pigw.enrollment.audit.CheckpointReader;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.StoreConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checkpoints show, to the server itself and to who verifies its log without it. */
class AuditCheckpointsTest {

    private static final String MIGRATIONS = "io/pigw/enrollment/db";

    @TempDir
    private Path directory;

    private TestEnrollment enrollment;
    private NodeIdentity operator;

    /** A checkpoint as somebody elsewhere keeps it. */
    private record Kept(long seq, Bytes cms) {}

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
    void showWhatWasDoneToADatabase() throws Exception {
        Kept first = checkpoint();
        enrollment.enroll("early", Role.SOS);
        Kept second = checkpoint();
        enrollment.enroll("late", Role.SOS);
        enrollment.stop();
        Duration twoHours = AuditCheck.MAX_UNCOVERED;

        assertThat(verdict(twoHours, List.of(first, second))).isEqualTo("sound");
        assertThat(verdict(twoHours, List.of(), "DELETE FROM audit_checkpoints"))
                .contains("no checkpoint says");
        assertThat(verdict(twoHours, List.of(), "DELETE FROM audit_checkpoints WHERE seq = " + first.seq()))
                .contains("one between them is gone");
        assertThat(verdict(twoHours, List.of(), "DELETE FROM audit_checkpoints WHERE seq < " + first.seq()))
                .contains("does not follow none");
        assertThat(verdict(twoHours, List.of(), cut(first))).contains("the end is missing");
        String[] cutWithItsCheckpoints = Stream.concat(
                        Stream.of(cut(first)), Stream.of("DELETE FROM audit_checkpoints WHERE seq > " + first.seq()))
                .toArray(String[]::new);
        assertThat(verdict(twoHours, List.of(first), cutWithItsCheckpoints)).isEqualTo("sound");
        assertThat(verdict(twoHours, List.of(second), cutWithItsCheckpoints)).contains("the end is missing");
    }

    @Test
    void areNeededForTheLastHours() throws Exception {
        enrollment.clock.advance(Duration.ofHours(3));
        enrollment.enroll("late", Role.SOS);
        enrollment.stop();

        assertThat(verdict(Duration.ofHours(2), List.of())).contains("no checkpoint says", "the last one is of");
        assertThat(verdict(Duration.ofHours(4), List.of())).isEqualTo("sound");
        enrollment.restart();
        enrollment.stop();
        assertThat(verdict(Duration.ofHours(2), List.of())).isEqualTo("sound");
    }

    @Test
    void areNotSignedOfALogThatDoesNotGoOn() throws Exception {
        Kept first = checkpoint();
        enrollment.enroll("early", Role.SOS);
        Kept second = checkpoint();
        enrollment.stop();
        assertThat(ready(enrollment::restart)).startsWith("200");
        enrollment.stop();
        change(directory.resolve("db"), cut(first));

        String answer = ready(enrollment::restart);

        assertThat(answer).startsWith("503").contains("the audit log is broken").contains("knows entry ");
        try (OperatorClient client = new OperatorClient(enrollment, operator)) {
            assertThat(client.post("/checkpoint", "").status()).isEqualTo(409);
            assertThat(client.post("/backup", "").status()).isEqualTo(409);
        }
        assertThat(second.seq()).isGreaterThan(first.seq());
    }

    @Test
    void leadToTheRootWhileTwoAuthoritiesLive() throws Exception {
        Kept before = checkpoint();
        CaFiles files = new CaFiles(directory.resolve("ca"));
        Path root = files.directory().resolve("root");
        new Rotation(
                        AuthoritySettings.automatic(files, TestEnrollment.OVERLAY, Duration.ofDays(30)),
                        new SecureRandom(),
                        enrollment.clock.instant())
                .rotate(
                        RootAuthority.open(
                                new RootPlace(root, new Custody.Encrypted(Password.in(root.resolve("password"))))),
                        Duration.ZERO);
        enrollment.stop();
        assertThat(ready(enrollment::restart)).startsWith("200");
        Kept after = checkpoint();
        enrollment.stop();

        assertThat(verdict(AuditCheck.MAX_UNCOVERED, List.of(before, after))).isEqualTo("sound");
    }

    private interface Restart {
        void run() throws Exception;
    }

    private String ready(Restart restart) throws Exception {
        restart.run();
        URI admin = URI.create("http://" + enrollment.server().admin().orElseThrow() + "/health/ready");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(admin).build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private Kept checkpoint() throws Exception {
        try (OperatorClient client = new OperatorClient(enrollment, operator)) {
            var body = client.post("/checkpoint", "").body();
            return new Kept(
                    body.path("seq").asLong(),
                    Bytes.copyOf(
                            Base64.getDecoder().decode(body.path("checkpoint").asText())));
        }
    }

    /** Cuts the log off after that entry, as its owner can. */
    private static String[] cut(Kept after) {
        return new String[] {
            "DROP TRIGGER audit_no_delete",
            "DELETE FROM audit WHERE seq > " + after.seq(),
            "UPDATE audit_head SET seq = " + after.seq() + ", hash = (SELECT hash FROM audit WHERE seq = " + after.seq()
                    + ")"
        };
    }

    private String verdict(Duration maxUncovered, List<Kept> elsewhere, String... tampering) throws Exception {
        Path copy = Files.createTempDirectory(directory, "copy").resolve("db");
        copy(directory.resolve("db"), copy);
        change(copy, tampering);
        AuditCheck check =
                new AuditCheck(new CheckpointReader(List.of(enrollment.server().root())), maxUncovered);
        elsewhere.forEach(kept -> check.checkpoint(kept.cms().toArray()));
        AuditDirectory.read(copy, MIGRATIONS, check);
        AuditCheck.Report report = check.report();
        List<String> said = new ArrayList<>(report.doubts());
        if (report.verdict() instanceof AuditVerdict.Broken broken) {
            said.add(broken.what());
        }
        assertThat(report.isSound()).isEqualTo(said.isEmpty());
        return said.isEmpty() ? "sound" : said.toString();
    }

    private void change(Path copy, String... tampering) throws Exception {
        try (Database database = enrollment.environment.databases().open(new StoreConfig(copy), MIGRATIONS);
                Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            for (String sql : tampering) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path :
                    all.filter(path -> !path.toString().endsWith(".lck")).toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
