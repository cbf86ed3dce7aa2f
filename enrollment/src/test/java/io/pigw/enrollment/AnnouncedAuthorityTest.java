package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.overlay.port.Verifier;
import io.pigw.runtime.Environment;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.revocation.RevocationService;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A rotation where revocation is checked: nobody has to wait for the new authority's CRL. */
class AnnouncedAuthorityTest {

    @TempDir
    private Path directory;

    @Test
    void itsListIsAtHandBeforeItsFirstCertificate() throws Exception {
        try (TestEnrollment enrollment = new TestEnrollment(directory.resolve("server"), 64);
                Environment elsewhere = Environment.create(1, enrollment.clock);
                EstClient client = enrollment.client()) {
            // Given: a node that checks revocation, enrolled before anything was announced
            NodeIdentity old = client.enroll(enrollment.server().issueToken(TokenRequest.peer("ada")));
            CertificateVerifier verifier = elsewhere.verifiers().of(old);
            Path keys = directory.resolve("ada");
            elsewhere
                    .revocations()
                    .configure(
                            old,
                            verifier,
                            new IdentityConfig(
                                    keys.resolve("key.pem"),
                                    keys.resolve("certificates.pem"),
                                    keys.resolve("trust.pem")));
            RevocationService lists = elsewhere.revocations().of(verifier);
            // the root's and the issuing authority's
            await().atMost(Duration.ofSeconds(10)).until(() -> lists.lists().size() == 2);

            // When: another authority is announced, and the node meets one that was enrolled since
            AuthoritySettings settings = AuthoritySettings.automatic(
                    new CaFiles(directory.resolve("server").resolve("ca")),
                    TestEnrollment.OVERLAY,
                    Duration.ofDays(30));
            Path root = settings.files().directory().resolve("root");
            X509Certificate fresh = new Rotation(settings, new SecureRandom(), enrollment.clock.instant())
                    .rotate(
                            RootAuthority.open(
                                    new RootPlace(root, new Custody.Encrypted(Password.in(root.resolve("password"))))),
                            Duration.ofHours(1))
                    .certificate();
            enrollment.server().takeOverRotation();
            NodeIdentity since = client.enroll(enrollment.server().issueToken(TokenRequest.peer("bea")));
            assertThat(since.chain()).contains(fresh);
            verifier.require(since.chain());
            await().atMost(Duration.ofSeconds(10)).until(() -> lists.lists().size() == 3);

            // Then: a certificate of the new authority that comes alone is good at once
            enrollment.clock.advance(Duration.ofHours(1));
            NodeIdentity next = client.enroll(enrollment.server().issueToken(TokenRequest.peer("cyd")));
            assertThat(next.chain().get(1)).isEqualTo(fresh);
            assertThat(verifier.check(next.certificate().der())).isInstanceOf(Verifier.Verdict.Valid.class);
        }
    }
}
