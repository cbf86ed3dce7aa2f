package io.pigw.enrollment.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.enrollment.ca.Ceremony.Care;
import io.pigw.enrollment.ca.Ceremony.Item;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.KeyPairs;
import io.pigw.runtime.testing.SoftHsm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ceremony: what it makes, for whom, and what a crash leaves. */
class KeyCeremonyTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final String OVERLAY = "p2p.example.net";
    private static final String ROOT_PASSWORD = "correct horse battery staple, and a few words more";

    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path directory;

    @Test
    void saysWhereEverythingIs() throws Exception {
        Ceremony made = ceremony().perform(root());

        String keyId = IssuingAuthority.keyIdOf(made.issuing());
        assertThat(made.items())
                .containsExactly(
                        Item.of("root key", root().key(), Care.CARRY_AWAY),
                        Item.of("root certificate", files().trust(), Care.PUBLIC),
                        Item.of("issuing key", files().key(keyId), Care.BACK_UP),
                        Item.of("issuing certificate", files().certificate(keyId), Care.BACK_UP),
                        Item.of("issuing key's password", passwordFile(), Care.BACK_UP_APART));
        assertThat(made.items())
                .allSatisfy(item -> assertThat(Path.of(item.where())).exists());
    }

    @Test
    void theServerNeedsNothingOfTheRootButItsCertificate() throws Exception {
        ceremony().perform(root());
        Files.delete(root().key());
        Files.delete(root().certificate());
        Files.delete(root().directory());

        CertificateAuthority authority = CertificateAuthority.open(settings(), InstantSource.fixed(NOW), random);
        X509Certificate leaf = authority.issue(authority.prepare(
                KeyPairs.generate(random).getPublic(), new Subject.Node(NodeId.of(512), Role.CSP, List.of())));

        leaf.verify(authority.issuing().getPublicKey());
    }

    @Test
    void keysAreForTheirOwnerAlone() throws Exception {
        ceremony().perform(root());

        try (Stream<Path> all = Files.walk(directory)) {
            for (Path secret : all.filter(path -> path.toString().endsWith(".p12") || path.equals(passwordFile()))
                    .toList()) {
                assertThat(mode(secret)).as(secret.toString()).isEqualTo("rw-------");
            }
        }
        assertThat(mode(files().directory())).isEqualTo("rwx------");
        assertThat(mode(root().directory())).isEqualTo("rwx------");
    }

    @Test
    void overwritesNothing() throws Exception {
        ceremony().perform(root());
        Set<Path> before = all();

        RootPlace other = new RootPlace(directory.resolve("other"), root().custody());
        assertThatThrownBy(() -> ceremony().perform(other)).hasMessageContaining("there is an authority already");
        assertThatThrownBy(() -> ceremony().perform(root())).hasMessageContaining("there is an authority already");
        Path elsewhere = directory.resolve("elsewhere");
        AuthoritySettings second = new AuthoritySettings(
                new CaFiles(elsewhere), OVERLAY, Duration.ofDays(7), settings().keys(), false, null);
        assertThatThrownBy(() -> new KeyCeremony(second, random, NOW).perform(root()))
                .hasMessageContaining("exists already");

        assertThat(all()).isEqualTo(before);
    }

    @Test
    void aCrashBeforeTheEndLeavesNothing() throws Exception {
        Path rootAside = Files.createDirectory(directory.resolve("root.new"));
        Files.writeString(rootAside.resolve("root.p12"), "half a key");
        Path aside = Files.createDirectory(directory.resolve("ca.new"));
        Files.writeString(aside.resolve("authorities"), "half a line");

        ceremony().perform(root());

        assertThat(rootAside).doesNotExist();
        assertThat(aside).doesNotExist();
        assertThat(CertificateAuthority.open(settings(), InstantSource.fixed(NOW), random)
                        .issuers())
                .hasSize(1);
    }

    @Test
    void aCrashBetweenTheTwoFoldersIsMendedByPerformingItAgain() throws Exception {
        Ceremony made = ceremony().perform(root());
        Files.move(root().directory(), directory.resolve("root.new"));

        Ceremony again = ceremony().perform(root());

        assertThat(again).isEqualTo(made);
        assertThat(RootAuthority.open(root()).certificate()).isEqualTo(made.root());
    }

    @Test
    void wrongOrOpenPasswordsAreRefusedAndNotShown() throws Exception {
        ceremony().perform(root());
        String right = Files.readString(passwordFile()).strip();

        Files.writeString(passwordFile(), "not the password at all\n");
        assertThatThrownBy(this::open)
                .hasMessageContaining("the password in " + passwordFile() + " does not open it")
                .hasMessageNotContaining("not the password at all");
        Files.writeString(passwordFile(), "short\n");
        assertThatThrownBy(this::open).hasMessageContaining("at least 12 characters");
        Files.writeString(passwordFile(), right + "\n");
        open();
        Files.setPosixFilePermissions(passwordFile(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(this::open).hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(
                passwordFile(), Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

        RootPlace wrong = new RootPlace(
                root().directory(), new Custody.Encrypted(Password.typed("another password".toCharArray())));
        assertThatThrownBy(() -> RootAuthority.open(wrong)).hasMessageContaining("does not open it");
        assertThatThrownBy(() -> Password.typed("short".toCharArray())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rootAndIssuingKeyLiveInTokens() throws Exception {
        RootPlace place =
                new RootPlace(directory.resolve("root"), new Custody.Token(SoftHsm.token("root", "pigw-root")));
        AuthoritySettings inToken = new AuthoritySettings(
                files(),
                OVERLAY,
                Duration.ofDays(7),
                new IssuingKeys(null, SoftHsm.token("issuing", "pigw-issuing")),
                false,
                null);

        Ceremony made = new KeyCeremony(inToken, random, NOW).perform(place);
        CertificateAuthority authority = CertificateAuthority.open(inToken, InstantSource.fixed(NOW), random);
        X509Certificate leaf = authority.issue(authority.prepare(
                KeyPairs.generate(random).getPublic(), new Subject.Node(NodeId.of(512), Role.CSP, List.of())));

        leaf.verify(made.issuing().getPublicKey());
        made.issuing().verify(made.root().getPublicKey());
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all.filter(path -> path.toString().endsWith(".p12"))).isEmpty();
        }
        assertThat(made.items().getFirst().where()).isEqualTo("pkcs11:token=root;object=pigw-root");
        RootAuthority.open(place).crl(List.of(made.issuing()), NOW, Duration.ofDays(365));
    }

    private void open() throws Exception {
        CertificateAuthority.open(settings(), InstantSource.fixed(NOW), random);
    }

    private KeyCeremony ceremony() {
        return new KeyCeremony(settings(), random, NOW);
    }

    private AuthoritySettings settings() {
        return new AuthoritySettings(
                files(), OVERLAY, Duration.ofDays(7), new IssuingKeys(Password.in(passwordFile()), null), false, null);
    }

    private CaFiles files() {
        return new CaFiles(directory.resolve("ca"));
    }

    private Path passwordFile() {
        return directory.resolve("secrets").resolve("issuing");
    }

    private RootPlace root() {
        return new RootPlace(
                directory.resolve("root"), new Custody.Encrypted(Password.typed(ROOT_PASSWORD.toCharArray())));
    }

    private Set<Path> all() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return Set.copyOf(all.toList());
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
