package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.Enrollment;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.TokenRequest;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.sos.ExclusionAnswer;
import io.pigw.sos.ExclusionClient;
import io.pigw.sos.ExclusionProposal;
import io.pigw.sos.ExclusionProposal.Evidence;
import io.pigw.sos.ExclusionProposal.Grounds;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the opinion server says is what the enrollment server reads, and the other way round. */
class ProposedExclusionTest {

    @TempDir
    Path folder;

    @Test
    void bothEndsUnderstandEachOther() throws Exception {
        try (Environment environment = Environment.create(1);
                Enrollment server = Enrollment.start(enrollment(), environment);
                EstClient client = EstClient.trusting(
                        server.est(), Set.of(server.root()), environment.verifiers(), environment.random())) {
            NodeIdentity sos =
                    client.enroll(server.issueToken(new TokenRequest("operator", Role.SOS, List.of(), null, null)));
            NodeId bob = id(client.enroll(server.issueToken(TokenRequest.peer("bob"))));
            NodeId carol = id(client.enroll(server.issueToken(TokenRequest.peer("carol"))));
            try (ExclusionClient proposing =
                    ExclusionClient.of(server.est(), () -> sos, environment.verifiers(), environment.random())) {
                assertThat(propose(proposing, bob)).isEqualTo(new ExclusionAnswer.Done());
                assertThat(propose(proposing, bob)).isEqualTo(new ExclusionAnswer.Already());
                assertThat(propose(proposing, carol)).isInstanceOf(ExclusionAnswer.Capped.class);
                assertThat(propose(proposing, id(sos)))
                        .isInstanceOfSatisfying(
                                ExclusionAnswer.Refused.class,
                                refused -> assertThat(refused.reason()).contains("is of role sos"));
            }
            assertThat(server.revocations().list(0, 10))
                    .singleElement()
                    .satisfies(revocation -> assertThat(revocation.node()).isEqualTo(bob));
        }
    }

    private static ExclusionAnswer propose(ExclusionClient client, NodeId node) throws Exception {
        return client.propose(new ExclusionProposal(
                        node, Grounds.CONTRADICTION, new Evidence(0.25, 12, 4, 6), "signed “yes” and “no”"))
                .get(20, TimeUnit.SECONDS);
    }

    private static NodeId id(NodeIdentity identity) {
        return identity.certificate().id();
    }

    private EnrollmentConfig enrollment() throws Exception {
        Path file = folder.resolve("enrollment.yaml");
        Files.writeString(file, """
                listen: 127.0.0.1:0
                store: {directory: %s}
                ca: {directory: %s, ceremony: automatic}
                overlay: {name: p2p.example.net, ringBits: 11}
                exclusions: {perHour: 1}
                """.formatted(folder.resolve("db"), folder.resolve("ca")));
        return Configuration.load(file, EnrollmentConfig.class, Map.of());
    }
}
