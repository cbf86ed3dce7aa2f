package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditChain;
import io.pigw.enrollment.audit.AuditEntry;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.AuditVerdict;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.enrollment.backup.Backup;
import io.pigw.enrollment.backup.BackupException;
import io.pigw.enrollment.backup.BackupProgress;
import io.pigw.enrollment.backup.Backups;
import io.pigw.enrollment.backup.Manifest;
import io.pigw.enrollment.backup.RestoreReport;
import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.PublicationUrls;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.Revocations;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.store.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server's backup, made while it works, takes the place of what is lost. */
class BackupTest {

    private static final int BEFORE = 50;
    private static final int AFTER = 10;

    @TempDir
    private Path directory;

    private TestEnrollment enrollment;

    @BeforeEach
    void start() throws Exception {
        enrollment = new TestEnrollment(directory, 128);
    }

    @AfterEach
    void stop() {
        enrollment.close();
    }

    @Test
    void takesThePlaceOfWhatIsLost() throws Exception {
        NodeIdentity operator = enrollment.enroll("olivia", Role.OPERATOR);
        List<NodeIdentity> before = enroll("early", BEFORE);
        String unused = enrollment.server().issueToken(TokenRequest.peer("token"));
        Backup backup = backUpUnderLoad();
        List<NodeIdentity> after = enroll("late", AFTER);
        String issued = enrollment.server().issueToken(TokenRequest.peer("late-token"));

        enrollment.stop();
        destroy(backup);
        RestoreReport report = restore(backup, backup.sha256());
        enrollment.restart();

        assertThat(report.tokensVoided()).isGreaterThanOrEqualTo(1);
        assertThat(report.certificates()).isEqualTo(backup.manifest().certificates());
        Set<String> onRecord = serials();
        assertThat(onRecord).containsAll(serialsOf(before)).doesNotContainAnyElementsOf(serialsOf(after));
        assertThat(audited()).contains("RESTORED").doesNotContain("BACKUP_MADE");
        try (EstClient client = enrollment.client()) {
            assertThatThrownBy(() -> client.enroll(unused))
                    .isInstanceOfSatisfying(
                            EstException.class,
                            refused -> assertThat(refused.status()).isEqualTo(401));
            assertThatThrownBy(() -> client.enroll(issued)).hasMessageContaining("no such token");
            assertThatThrownBy(() -> enrollment
                            .server()
                            .issueToken(new TokenRequest("mallory", Role.PEER, List.of("early0"), null, null)))
                    .hasMessageContaining("taken");
        }
        resume(operator);
        Set<String> ids = new TreeSet<>();
        Stream.of(before, after, enroll("new", AFTER))
                .flatMap(List::stream)
                .forEach(identity -> ids.add(identity.certificate().id().toString()));
        assertThat(ids).hasSize(BEFORE + 2 * AFTER);
    }

    @Test
    void whatACrlListsStaysRevokedWhateverTheBackupKnows() throws Exception {
        X509Certificate early = enroll("early", 1).getFirst().chain().getFirst();
        Backup backup = backUp();
        X509Certificate late = enroll("late", 1).getFirst().chain().getFirst();
        Path crl = Files.write(directory.resolve("latest.crl"), crl(early, late));
        Path foreign = Files.write(directory.resolve("foreign.crl"), foreignCrl());
        enrollment.stop();
        destroy(backup);

        assertThatThrownBy(() -> restore(backup, null, backup.folder().resolve("manifest.json")))
                .hasMessageContaining("is no CRL");
        assertThatThrownBy(() -> restore(backup, null, foreign)).hasMessageContaining("not signed by");
        RestoreReport report = restore(backup, null, crl);
        enrollment.restart();

        assertThat(report.revoked()).isEqualTo(2);
        Revocations revocations = enrollment.server().revocations();
        assertThat(revocations.isRevoked(early.getSerialNumber())).isTrue();
        assertThat(revocations.isRevoked(late.getSerialNumber())).isTrue();
        assertThat(revocations.find(early.getSerialNumber()))
                .get()
                .extracting(Revocation::reason)
                .isEqualTo(RevocationReason.KEY_COMPROMISE);
    }

    private void resume(NodeIdentity operator) throws Exception {
        try (OperatorClient client = new OperatorClient(enrollment, operator)) {
            assertThat(client.post("/resume", "").status()).isEqualTo(200);
            assertThat(client.post("/resume", "").status()).isEqualTo(409);
        }
    }

    private byte[] crl(X509Certificate... revoked) throws Exception {
        return crl(authority().current().certificate(), authority().current().signer(), revoked);
    }

    private byte[] foreignCrl() throws Exception {
        return crl(
                authority().current().certificate(),
                new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(Requests.p256().getPrivate()));
    }

    private CertificateAuthority authority() throws Exception {
        return CertificateAuthority.open(
                new CaFiles(directory.resolve("ca")),
                TestEnrollment.OVERLAY,
                Duration.ofDays(1),
                enrollment.clock,
                enrollment.environment.random());
    }

    private byte[] crl(X509Certificate issuer, ContentSigner signer, X509Certificate... revoked) {
        Date now = Date.from(enrollment.clock.instant());
        JcaX509v2CRLBuilder builder = new JcaX509v2CRLBuilder(issuer, now);
        for (X509Certificate certificate : revoked) {
            builder.addCRLEntry(certificate.getSerialNumber(), now, CRLReason.keyCompromise);
        }
        try {
            return builder.build(signer).getEncoded();
        } catch (IOException e) {
            throw new AssertionError("a CRL has no encoding", e);
        }
    }

    @Test
    void isRefusedWhenAnythingOfItWasChanged() throws Exception {
        enroll("early", 2);
        Backup backup = backUp();
        enrollment.stop();
        destroy(backup);
        Path file = backup.folder().resolve("db/service.properties");
        byte[] good = Files.readAllBytes(file);
        byte[] changed = good.clone();
        changed[changed.length / 2] ^= 1;
        Files.write(file, changed);
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("was changed");
        Files.delete(file);
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("is missing");
        Files.write(file, good);
        Path stranger = Files.writeString(backup.folder().resolve("ca/more.pem"), "more");
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("ca/more.pem does not belong there");
        Files.delete(stranger);
        assertThatThrownBy(() -> restore(backup, "00".repeat(32))).hasMessageContaining("is not the one");

        assertThat(directory.resolve("db")).doesNotExist();
        assertThat(restore(backup, backup.sha256()).backup()).isEqualTo(backup.name());
    }

    @Test
    void overwritesNothing() throws Exception {
        enroll("early", 1);
        Backup backup = backUp();

        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("stop the server");
        enrollment.stop();
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("move the folder away");
        move("db", "db.old");
        Path trust = directory.resolve("ca/trust.pem");
        byte[] ours = Files.readAllBytes(trust);
        Files.writeString(trust, "-----BEGIN CERTIFICATE-----");
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("is another one than the backup's");
        assertThat(directory.resolve("db")).doesNotExist();
        Files.write(trust, ours);

        restore(backup, null);
        enrollment.restart();
        assertThat(serials()).isNotEmpty();
    }

    @Test
    void keepsWhatARotationAndTheRootPutThereSince() throws Exception {
        PublicationUrls urls = enrollment.server().publication().orElseThrow().urls();
        X509Certificate before = authority().current().certificate();
        X509Certificate early = enroll("early", 1).getFirst().chain().getFirst();
        byte[] request = rotation(urls).request();
        Backup backup = backUp();
        X509Certificate next = root().sign(request, urls, enrollment.clock.instant(), enrollment.environment.random());
        rotation(urls).install(next, Duration.ZERO);
        byte[] list = root().crl(List.of(before), enrollment.clock.instant().plusSeconds(20), Duration.ofDays(365));
        Files.write(directory.resolve("ca/root.crl"), list);
        Path crl = Files.write(directory.resolve("latest.crl"), crl(early));
        enrollment.stop();
        move("db", "lost-db");

        RestoreReport report = restore(backup, backup.sha256(), crl);
        enrollment.restart();

        assertThat(report.revoked()).isEqualTo(1);
        assertThat(directory.resolve("ca/root.crl")).hasBinaryContent(list);
        assertThat(directory.resolve("ca/pending.p12")).doesNotExist();
        X509Certificate issued =
                enrollment.enroll("oscar", Role.OPERATOR).chain().getFirst();
        issued.verify(next.getPublicKey());
    }

    private Rotation rotation(PublicationUrls urls) {
        AuthoritySettings settings = AuthoritySettings.automatic(
                        new CaFiles(directory.resolve("ca")), TestEnrollment.OVERLAY, Duration.ofDays(30))
                .publishedAt(urls);
        return new Rotation(settings, enrollment.environment.random(), enrollment.clock.instant());
    }

    private RootAuthority root() throws Exception {
        Path place = directory.resolve("ca/root");
        return RootAuthority.open(new RootPlace(place, new Custody.Encrypted(Password.in(place.resolve("password")))));
    }

    @Test
    void whatIsNotLaterThanTheBackupIsRefused() throws Exception {
        Path rootCrl = directory.resolve("ca/root.crl");
        byte[] first = Files.readAllBytes(rootCrl);
        Files.write(rootCrl, root().crl(List.of(), enrollment.clock.instant().plusSeconds(20), Duration.ofDays(365)));
        Backup backup = backUp();
        enrollment.stop();
        move("db", "lost-db");
        Path register = directory.resolve("ca/authorities");
        byte[] good = Files.readAllBytes(register);

        Files.write(rootCrl, first);
        assertThatThrownBy(() -> restore(backup, null))
                .hasMessageContaining("root.crl has the number")
                .hasMessageContaining("move this one away");
        Files.writeString(rootCrl, "no list");
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("root.crl is no list of the root's");
        Files.delete(rootCrl);
        Files.writeString(register, "# issuing authorities: \n" + "0a".repeat(20) + " 2026-11-21T12:00:00Z\n");
        assertThatThrownBy(() -> restore(backup, null)).hasMessageContaining("authorities does not go on from");
        assertThat(directory.resolve("db")).doesNotExist();
        Files.write(register, good);

        restore(backup, null);
        assertThat(rootCrl).hasBinaryContent(Files.readAllBytes(backup.folder().resolve("ca/root.crl")));
    }

    @Test
    void keepsTheNewestAndTheOldestAndNobodyElseReadsThem() throws Exception {
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            made.add(backUp().name());
            enrollment.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(backups().list())
                .extracting(Backup::name)
                .containsSubsequence(made.get(5), made.get(4), made.get(3), made.get(0))
                .doesNotContain(made.get(1));
        try (Stream<Path> all = Files.walk(directory.resolve("backups"))) {
            for (Path path : all.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .as("%s", path)
                        .endsWith("------");
            }
        }
    }

    @Test
    void takesNoSecretInTheClear() throws Exception {
        Files.writeString(directory.resolve("ca/password"), "sesame");

        Backup backup = backUp();

        assertThat(backup.manifest().leftOut()).contains("password");
        try (Stream<Path> all = Files.walk(backup.folder().resolve("ca"))) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(path, StandardCharsets.ISO_8859_1))
                        .doesNotContain("-----BEGIN PRIVATE KEY", "sesame");
            }
        }
    }

    private Backups backups() {
        return enrollment.server().backups().orElseThrow();
    }

    private Backup backUp() throws Exception {
        return backups().make(AuditActor.console("test"), BackupProgress.SILENT);
    }

    private Backup backUpUnderLoad() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<List<NodeIdentity>> load = threads.submit(() -> {
                List<NodeIdentity> meanwhile = new ArrayList<>();
                for (int i = 0; !done.get() || i == 0; i++) {
                    meanwhile.addAll(enroll("meanwhile" + i + "-", 2));
                }
                return meanwhile;
            });
            try {
                return backUp();
            } finally {
                done.set(true);
                assertThat(load.get()).isNotEmpty();
            }
        }
    }

    private RestoreReport restore(Backup backup, @Nullable String sha256, Path... crls)
            throws BackupException, InterruptedException {
        return EnrollmentBackups.restore(
                enrollment.config(),
                backup.folder(),
                sha256,
                List.of(crls),
                AuditActor.console("test"),
                enrollment.clock,
                BackupProgress.SILENT);
    }

    /** All but what no backup takes: passwords, which an operator has elsewhere. */
    private void destroy(Backup backup) throws IOException {
        move("db", "lost-db");
        for (Manifest.Item item : backup.manifest().files()) {
            if (item.path().startsWith("ca/")) {
                Files.delete(directory.resolve(item.path()));
            }
        }
    }

    private void move(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to));
    }

    private List<NodeIdentity> enroll(String prefix, int count) throws Exception {
        List<NodeIdentity> identities = new ArrayList<>();
        try (EstClient client = enrollment.client()) {
            for (int i = 0; i < count; i++) {
                identities.add(client.enroll(enrollment.server().issueToken(TokenRequest.peer(prefix + i))));
            }
        }
        return identities;
    }

    /** What the log says was done, once it has been verified. */
    private List<String> audited() throws Exception {
        try (Database database = database()) {
            AuditStore store = new DatabaseAuditStore(database.writer());
            List<AuditEntry> entries = store.after(0, AuditStore.MAX_PAGE).get();
            AuditChain chain = new AuditChain();
            entries.forEach(chain::add);
            assertThat(chain.verdict()).isInstanceOf(AuditVerdict.Intact.class);
            assertThat(chain.head()).isEqualTo(store.head().get());
            return entries.stream().map(AuditEntry::action).toList();
        }
    }

    private Database database() {
        return enrollment.environment.databases().open(enrollment.config().store(), "io/pigw/enrollment/db");
    }

    private Set<String> serials() throws SQLException {
        Set<String> serials = new TreeSet<>();
        try (Connection connection = enrollment
                        .environment
                        .databases()
                        .open(enrollment.config().store(), "io/pigw/enrollment/db")
                        .connection();
                ResultSet rows = connection.createStatement().executeQuery("SELECT serial FROM certificates")) {
            while (rows.next()) {
                serials.add(rows.getString(1));
            }
        }
        return serials;
    }

    private static List<String> serialsOf(List<NodeIdentity> identities) {
        return identities.stream()
                .map(identity -> identity.chain().getFirst().getSerialNumber().toString(16))
                .toList();
    }
}
