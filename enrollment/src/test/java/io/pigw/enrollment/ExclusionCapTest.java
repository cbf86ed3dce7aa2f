package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.TestIssuer.Server;
import io.pigw.enrollment.audit.AuditEntry;
import io.pigw.enrollment.audit.AuditFilter;
import io.pigw.enrollment.exclude.ExclusionOutcome;
import io.pigw.enrollment.exclude.ExclusionSettings;
import io.pigw.enrollment.exclude.ExclusionSettings.Mode;
import io.pigw.enrollment.exclude.Exclusions;
import io.pigw.enrollment.exclude.Proposal;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.CertificateReader;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** An opinion server that is broken or deceived does not empty the overlay, whatever is started anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExclusionCapTest {

    private static final ExclusionSettings TWO = new ExclusionSettings(Mode.REVOKE, 2);

    private TestIssuer issuer;
    private Server server;
    private X509Certificate sos;
    private int peers;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        issuer = new TestIssuer(directory, store(directory));
        server = issuer.server(PolicySettings.DEFAULT);
        sos = enrolled(new TokenRequest("opinions", Role.SOS, List.of(), null, null));
    }

    /** Of an empty database. */
    StoreConfig store(Path directory) {
        return TestEnrollment.derby(directory);
    }

    @AfterAll
    void stop() {
        issuer.close();
    }

    @BeforeEach
    void letTheHourPass() {
        issuer.clock.advance(Duration.ofHours(1));
    }

    @Test
    void soManyInAnHourAndNoMoreAfterARestartEither() throws Exception {
        X509Certificate third = peer();

        assertThat(propose(TWO, peer())).isInstanceOf(ExclusionOutcome.Excluded.class);
        issuer.clock.advance(Duration.ofMinutes(30));
        assertThat(propose(TWO, peer())).isInstanceOf(ExclusionOutcome.Excluded.class);
        ExclusionOutcome capped = propose(TWO, third);

        assertThat(capped)
                .isInstanceOfSatisfying(
                        ExclusionOutcome.Capped.class,
                        wait -> assertThat(wait.retryAfter())
                                .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(30)));
        assertThat(issuer.revocations.isRevoked(third.getSerialNumber())).isFalse();
        assertThat(audited(third))
                .allSatisfy(entry -> assertThat(entry.details()).containsEntry("reason", "capped"));

        issuer.clock.advance(Duration.ofMinutes(30));
        assertThat(propose(TWO, third)).isInstanceOf(ExclusionOutcome.Excluded.class);
        assertThat(issuer.revocations.isRevoked(third.getSerialNumber())).isTrue();
        assertThat(propose(TWO, peer())).isInstanceOf(ExclusionOutcome.Capped.class);
    }

    @Test
    void proposalsAreRecordedAloneWhereThatIsWanted() throws Exception {
        ExclusionSettings one = new ExclusionSettings(Mode.RECORD, 1);
        X509Certificate peer = peer();

        ExclusionOutcome first = propose(one, peer);
        ExclusionOutcome again = propose(one, peer);
        ExclusionOutcome another = propose(one, peer());

        assertThat(first).isEqualTo(new ExclusionOutcome.Recorded());
        assertThat(again).isEqualTo(first);
        assertThat(another).isInstanceOf(ExclusionOutcome.Capped.class);
        assertThat(issuer.revocations.isRevoked(peer.getSerialNumber())).isFalse();
        assertThat(audited(peer))
                .singleElement()
                .satisfies(entry -> assertThat(entry.outcome()).isEqualTo("PENDING"));
        assertThat(propose(TWO, peer))
                .as("what was recorded is not counted")
                .isInstanceOf(ExclusionOutcome.Excluded.class);
    }

    @Test
    void whereNoneIsAllowedNoneIs() throws Exception {
        X509Certificate peer = peer();

        assertThat(propose(new ExclusionSettings(Mode.REVOKE, 0), peer))
                .isEqualTo(new ExclusionOutcome.Capped(Duration.ofHours(1)));
        assertThat(issuer.revocations.isRevoked(peer.getSerialNumber())).isFalse();
    }

    /** Each time to a server that has just started. */
    private ExclusionOutcome propose(ExclusionSettings settings, X509Certificate peer) throws Exception {
        Exclusions exclusions = issuer.exclusions(settings);
        return exclusions.propose(
                CertificateReader.read(sos),
                sos.getSerialNumber(),
                TestIssuer.ADDRESS,
                new Proposal(
                        id(peer), Proposal.Grounds.AUDITS, new Proposal.Evidence(0, 12, 4, 6), "dropped 12 of 12"));
    }

    private List<AuditEntry> audited(X509Certificate peer) throws Exception {
        return TestIssuer.await(issuer.audit().after(0, 100, new AuditFilter(null, "EXCLUDED", id(peer).toString())));
    }

    private X509Certificate peer() throws Exception {
        return enrolled(TokenRequest.peer("peer" + ++peers));
    }

    private X509Certificate enrolled(TokenRequest request) throws Exception {
        Outcome outcome = server.enroll(server.token(request), Requests.p256());
        return ((Outcome.Enrolled) outcome).chain().getFirst();
    }

    private static NodeId id(X509Certificate certificate) throws Exception {
        return CertificateReader.read(certificate).id();
    }
}
