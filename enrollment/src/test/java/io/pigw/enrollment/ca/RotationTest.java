package io.pigw.enrollment.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.KeyPairs;
import io.pigw.runtime.testing.SoftHsm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new issuing authority beside the old one, from its announcement to the old one's retirement. */
class RotationTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Duration HOUR = Duration.ofHours(1);

    private final SecureRandom random = new SecureRandom();
    private Instant now = Instant.parse("2026-11-21T10:00:00Z");
    private CertificateAuthority authority;

    @TempDir
    private Path directory;

    @BeforeEach
    void ceremony() throws Exception {
        authority = CertificateAuthority.open(settings(), () -> now, random);
    }

    @Test
    void isAnnouncedThenIssuesThenOutlivesTheOther() throws Exception {
        IssuingAuthority old = authority.current();
        X509Certificate before = issue();

        X509Certificate fresh = rotate().certificate();

        assertThat(fresh.getSubjectX500Principal())
                .isNotEqualTo(old.certificate().getSubjectX500Principal());
        assertThat(authority.current().keyId()).isEqualTo(old.keyId());
        assertThat(authority.certificates())
                .as("announced")
                .containsExactly(old.certificate(), fresh, authority.root());
        assertThat(authority.chain(before)).containsExactly(before, old.certificate(), fresh);

        assertThat(authority.retired()).isEmpty();
        now = now.plus(HOUR);
        assertThat(authority.issuing()).as("issues").isEqualTo(fresh);
        assertThat(authority.retired())
                .as("needed until its last certificate has ended, and two days more")
                .containsExactly(new CertificateAuthority.Retired(old.keyId(), now.plus(Duration.ofDays(32))));
        assertThat(authority.certificates()).containsExactly(fresh, old.certificate(), authority.root());
        X509Certificate after = issue();
        after.verify(fresh.getPublicKey());
        assertThat(authority.chain(after)).containsExactly(after, fresh, old.certificate());
        assertThat(authority.chain(before)).containsExactly(before, old.certificate(), fresh);
        assertThat(authority.issuerOf(before)).map(IssuingAuthority::keyId).contains(old.keyId());

        now = before.getNotAfter().toInstant().plus(Duration.ofDays(1));
        assertThat(authority.issuers()).as("still signs CRLs").hasSize(2);

        now = now.plus(Duration.ofDays(2));
        assertThat(authority.issuers()).as("retired").hasSize(1);
        assertThat(authority.retired()).isEmpty();
        assertThat(authority.issuerOf(before)).isEmpty();
        Files.delete(settings().files().key(old.keyId()));
        assertThat(CertificateAuthority.open(settings(), () -> now, random).issuing())
                .isEqualTo(fresh);
    }

    @Test
    void theRootSignsElsewhere() throws Exception {
        Rotation rotation = new Rotation(settings(), random, now);
        byte[] request = rotation.request();
        assertThat(rotation.request()).as("the same key").isNotEmpty();

        X509Certificate signed = RootAuthority.open(root()).sign(rotation.request(), null, now, random);
        assertThat(RootAuthority.open(root()).sign(request, null, now, random).getPublicKey())
                .isEqualTo(signed.getPublicKey());
        Rotation.Rotated rotated = rotation.install(signed, Duration.ZERO);
        authority.refresh();

        assertThat(rotated.since()).isEqualTo(now);
        assertThat(authority.issuing()).isEqualTo(signed);
        issue().verify(signed.getPublicKey());
        assertThatThrownBy(() -> rotation.install(signed, Duration.ZERO)).hasMessageContaining("no request is pending");
    }

    @Test
    void theNextKeyMayBeInAToken() throws Exception {
        AuthoritySettings files = settings();
        AuthoritySettings both = new AuthoritySettings(
                files.files(),
                OVERLAY,
                Duration.ofDays(30),
                new IssuingKeys(files.keys().password(), SoftHsm.token("renewed", "issuing")),
                true,
                null);

        Rotation rotation = new Rotation(both, random, now);
        rotation.install(RootAuthority.open(root()).sign(rotation.request(), null, now, random), Duration.ZERO);
        CertificateAuthority opened = CertificateAuthority.open(both, () -> now, random);

        assertThat(opened.issuers()).hasSize(2);
        assertThat(files.files().key(opened.current().keyId())).doesNotExist();
        opened.issue(opened.prepare(KeyPairs.generate(random).getPublic(), new Subject.OcspSigner()))
                .verify(opened.issuing().getPublicKey());
        opened.issue(opened.prepare(
                        KeyPairs.generate(random).getPublic(),
                        new Subject.OcspSigner(),
                        opened.issuers().getLast()))
                .verify(opened.issuers().getLast().certificate().getPublicKey());
    }

    @Test
    void refusesWhatWouldNotWork() throws Exception {
        Path other = directory.resolve("other");
        AuthoritySettings stranger = AuthoritySettings.automatic(new CaFiles(other), OVERLAY, HOUR);
        CertificateAuthority.open(stranger, () -> now, random);
        RootPlace strangersRoot = place(stranger.files());
        Rotation rotation = new Rotation(settings(), random, now);

        assertThatThrownBy(() -> rotation.rotate(RootAuthority.open(strangersRoot), HOUR))
                .hasMessageContaining("root of another authority");
        byte[] request = rotation.request();
        X509Certificate strangers = RootAuthority.open(strangersRoot).sign(request, null, now, random);
        assertThatThrownBy(() -> rotation.install(strangers, HOUR)).isInstanceOf(Exception.class);
        X509Certificate anothersKey =
                RootAuthority.open(root()).sign(new Rotation(stranger, random, now).request(), null, now, random);
        assertThatThrownBy(() -> rotation.install(anothersKey, HOUR)).hasMessageContaining("for another key");
        assertThat(Register.read(settings().files().register()).entries()).hasSize(1);

        rotate();
        assertThatThrownBy(this::rotate).hasMessageContaining("is announced already");
        now = now.plus(HOUR);
        rotate();
        now = now.plus(HOUR);
        assertThatThrownBy(this::rotate).hasMessageContaining("3 issuing authorities");
    }

    @Test
    void aCrashBeforeTheLastStepLeavesWhatWasThere() throws Exception {
        Path register = settings().files().register();
        String before = Files.readString(register);
        rotate();
        Files.writeString(register, before);

        authority.refresh();
        assertThat(authority.issuers()).hasSize(1);

        rotate();
        assertThat(authority.issuers()).hasSize(2);
    }

    private Rotation.Rotated rotate() throws Exception {
        Rotation.Rotated rotated = new Rotation(settings(), random, now).rotate(RootAuthority.open(root()), HOUR);
        authority.refresh();
        return rotated;
    }

    private X509Certificate issue() {
        return authority.issue(authority.prepare(
                KeyPairs.generate(random).getPublic(), new Subject.Node(NodeId.of(512), Role.CSP, List.of())));
    }

    private AuthoritySettings settings() {
        return AuthoritySettings.automatic(new CaFiles(directory.resolve("ca")), OVERLAY, Duration.ofDays(30));
    }

    private RootPlace root() {
        return place(settings().files());
    }

    private static RootPlace place(CaFiles files) {
        return new RootPlace(
                files.root(), new Custody.Encrypted(Password.in(files.root().resolve("password"))));
    }
}
