package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.TestIssuer.Traces;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.runtime.identity.CertificateReader;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that could not be recorded never leaves, and nothing of it stays. */
class UnrecordedTest {

    @Test
    void givesNothingThatIsNotOnRecord(@TempDir Path directory) throws Exception {
        try (TestIssuer issuer = new TestIssuer(directory)) {
            Server server = issuer.server(PolicySettings.DEFAULT);
            KeyPair pair = Requests.p256();
            String first = server.token(TokenRequest.peer("alice"));
            NodeCertificate current = CertificateReader.read(
                    ((Outcome.Enrolled) server.enroll(first, pair)).chain().getFirst());
            String second = server.token(TokenRequest.peer("bob"));
            Traces before = issuer.traces();

            issuer.execute("RENAME COLUMN certificates.der TO lost");
            Outcome enrolled = server.enroll(second, Requests.p256());
            Outcome renewed = server.issuer().renew(current, Requests.good(Requests.p256()));
            issuer.execute("RENAME COLUMN certificates.lost TO der");

            assertThat(enrolled).isInstanceOf(Outcome.Busy.class);
            assertThat(renewed).isInstanceOf(Outcome.Busy.class);
            Traces after = issuer.traces();
            assertThat(after.signed()).isGreaterThan(before.signed());
            assertThat(new Traces(before.signed(), after.certificates(), after.nodes(), after.names(), after.spent()))
                    .isEqualTo(before);
            assertThat(server.enroll(second, Requests.p256())).isInstanceOf(Outcome.Enrolled.class);
        }
    }
}
