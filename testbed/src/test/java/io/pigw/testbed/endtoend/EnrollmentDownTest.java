package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.PigwMain;
import io.pigw.csp.Csp;
import io.pigw.csp.CspConfig;
import io.pigw.enrollment.Enrollment;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.enrollment.TokenRequest;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.Peers;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.Configuration;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.identity.IdentityFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A peer that is enrolled needs the enrollment server no more, not even for its first start. */
class EnrollmentDownTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aFreshPeerJoinsWithWhatItsEnrollmentBrought() throws Exception {
        Path bob = folder.resolve("bob");
        try (Environment operators = Environment.create(1)) {
            Enrollment server = Enrollment.start(enrollment("[]"), operators);
            enrollCsp(server, operators);
            try (Csp csp = Csp.start(csp(), operators)) {
                server.close();
                server = Enrollment.start(
                        enrollment("[{id: 512, address: \"127.0.0.1:"
                                + csp.contact().address().port() + "\"}]"),
                        operators);
                int enrolled = PigwMain.execute(
                        "enroll",
                        "--est",
                        server.est().toString(),
                        "--trust",
                        server.trustFile().toString(),
                        "--token",
                        server.issueToken(TokenRequest.peer("bob")),
                        "--out",
                        bob.toString());
                assertThat(enrolled).isZero();
                server.close();

                try (Environment bobs = Environment.create(1);
                        Peers peers = Peers.start(List.of(peer(bob)), bobs)) {
                    await().atMost(SOON).until(() -> peers.joined() == 1);
                    assertThat(peers.all().getFirst().status().join().master()).isEqualTo(NodeId.of(512));
                    assertThat(bobs.revocations().unreadyBecause()).isEmpty();
                }
            }
        }
    }

    private void enrollCsp(Enrollment server, Environment environment) throws Exception {
        Path files = Files.createDirectory(folder.resolve("csp"));
        try (EstClient client = EstClient.trusting(
                server.est(), Set.of(server.root()), environment.verifiers(), environment.random())) {
            IdentityFiles.in(files)
                    .save(client.enroll(
                            server.issueToken(TokenRequest.fixed("operator", Role.CSP, NodeId.of(512), List.of()))));
        }
    }

    private EnrollmentConfig enrollment(String csps) throws IOException {
        return load("enrollment", EnrollmentConfig.class, """
                listen: 127.0.0.1:0
                store: {directory: %1$s/db}
                ca: {directory: %1$s/ca, ceremony: automatic}
                overlay: {name: p2p.example.net}
                publish: {listen: "127.0.0.1:0"}
                csps: %2$s
                """.formatted(folder, csps));
    }

    private CspConfig csp() throws IOException {
        return load("csp", CspConfig.class, identity(folder.resolve("csp")) + "csps: []\n");
    }

    /** Without CSPs: they are in the signed list. */
    private PeerConfig peer(Path files) throws IOException {
        return load("peer", PeerConfig.class, identity(files));
    }

    private static String identity(Path files) {
        return """
                identity: {key: %1$s/key.pem, certificates: %1$s/certificates.pem, trust: %1$s/trust.pem}
                listen: 127.0.0.1:0
                overlay: {name: p2p.example.net}
                store: {directory: %1$s/db}
                """.formatted(files);
    }

    private <T> T load(String name, Class<T> type, String yaml) throws IOException {
        return Configuration.load(Files.writeString(folder.resolve(name + ".yaml"), yaml), type, Map.of());
    }
}
