package io.pigw.testbed.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.cli.deployment.Deployment;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.peer.Peer;
import io.pigw.runtime.trace.WireTap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No byte that any peer receives holds the gateway's ID, address, port or certificate. */
class HiddenGatewayTest {

    private static final int LARGE_RING = 128;

    /** An address of its own, so that it can be told from the others'. */
    private static final HostPort SIP = new HostPort("127.0.0.7", 0);

    private static final Duration SOON = Duration.ofSeconds(30);

    /** The form in which pings name their destination: whoever guesses it has said it himself. */
    private static final String GUESSED = "the ID in decimal";

    @TempDir
    Path data;

    @Test
    void noPeerReceivesAnythingOfTheGateway() throws IOException {
        // given
        Recording recording = new Recording();
        try (ImsSide ims = new ImsSide();
                Deployment deployment = World.start(data, LARGE_RING, 3, 6, SIP, ims.address(), recording)) {
            Peer bob = deployment.peers().getFirst();
            Peer carol = deployment.peers().get(1);
            NodeId gateway = deployment.gateway().id();

            // when: both directions, an IMS user that refuses, a dead peer
            ims.send(deployment.sip(), bob.id().toString(), "to bob");
            await().atMost(SOON).until(() -> World.texts(bob).contains("to bob"));
            ims.send(deployment.sip(), "carol", "to carol by name");
            await().atMost(SOON).until(() -> World.texts(carol).contains("to carol by name"));
            var accepted = bob.send(new Party.User("alice", "ims.example.net"), "text/plain", Bytes.utf8("to alice"));
            assertThat(accepted.join().status().isSuccess()).isTrue();
            await().atMost(SOON).until(() -> ims.received("to alice"));
            var refused = bob.send(new Party.User("nobody", "ims.example.net"), "text/plain", Bytes.utf8("to nobody"));
            assertThat(refused.join().status().isSuccess()).isTrue();
            await().atMost(SOON).until(() -> World.texts(bob).size() == 2);
            ims.send(deployment.sip(), gateway.toString(), "to the gateway itself");
            carol.close();
            ims.send(deployment.sip(), carol.id().toString(), "to the dead");
            await().atMost(SOON).until(() -> ims.received("unreachable peer"));

            byte[] before = recording.bytesOf(Role.PEER);

            // and when: a peer guesses its ID, for which pings go out as for one that nobody has
            var toGateway = bob.send(new Party.Node(gateway), "text/plain", Bytes.utf8("who are you?"));
            assertThat(toGateway.join().status()).isEqualTo(Status.TEMPORARILY_UNAVAILABLE);

            // then
            assertThat(before).hasSizeGreaterThan(10_000);
            NodeCertificate certificate = recording.certificate(gateway);
            byte[] known = certificate.der().toArray();
            assertThat(indexOf(recording.bytesOf(Role.CSP), known))
                    .as("the search finds the certificate where it is known")
                    .isNotNegative();
            secrets(deployment, certificate).forEach((what, secret) -> {
                assertThat(indexOf(before, secret))
                        .as("%s in what peers received", what)
                        .isNegative();
                if (!what.equals(GUESSED)) {
                    assertThat(indexOf(recording.bytesOf(Role.PEER), secret))
                            .as("%s in what peers received after the guess", what)
                            .isNegative();
                }
            });
            assertThat(recording.metBy(Role.PEER)).doesNotContain(Role.GATEWAY);
        }
    }

    /** What must not be seen, in every form that it could take. */
    private static Map<String, byte[]> secrets(Deployment deployment, NodeCertificate certificate) {
        NodeId id = deployment.gateway().id();
        byte[] binary =
                ByteBuffer.allocate(16).putLong(id.high()).putLong(id.low()).array();
        byte[] der = certificate.der().toArray();
        byte[] hash = certificate.sha256().toArray();
        return Map.of(
                GUESSED,
                ascii(id.toString()),
                "the ID in hexadecimal",
                ascii(id.toBigInteger().toString(16)),
                "the ID in binary",
                binary,
                "the certificate",
                der,
                "the certificate in base64",
                Base64.getEncoder().encode(der),
                "the certificate's hash",
                hash,
                "the certificate's hash in base64",
                Base64.getEncoder().encode(hash),
                "the address",
                ascii(SIP.host()),
                "the port",
                ascii(":" + deployment.sip().port()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static int indexOf(byte[] in, byte[] wanted) {
        outer:
        for (int i = 0; i <= in.length - wanted.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (in[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return i;
        }
        return -1;
    }

    /** All decrypted bytes by the role of who received them, and the certificates that the other ends showed. */
    private static final class Recording implements WireTap {

        private final Map<Role, ByteArrayOutputStream> received = new ConcurrentHashMap<>();
        private final Map<Role, List<Role>> met = new ConcurrentHashMap<>();
        private final Map<NodeId, NodeCertificate> certificates = new ConcurrentHashMap<>();

        @Override
        public void sent(NodeCertificate by, NodeCertificate to, Bytes message) {
            note(by, to);
            certificates.put(by.id(), by);
        }

        @Override
        public void received(NodeCertificate by, NodeCertificate from, Bytes bytes) {
            note(by, from);
            stream(by.role()).writeBytes(bytes.toArray());
        }

        private void note(NodeCertificate by, NodeCertificate other) {
            List<Role> roles = met.computeIfAbsent(by.role(), _ -> new CopyOnWriteArrayList<>());
            if (!roles.contains(other.role())) {
                roles.add(other.role());
            }
            if (certificates.putIfAbsent(other.id(), other) == null || by.role() == Role.CSP) {
                stream(by.role()).writeBytes(other.der().toArray());
            }
            if (by.role() == Role.PEER) {
                stream(Role.PEER).writeBytes(other.der().toArray());
            }
        }

        private ByteArrayOutputStream stream(Role role) {
            return received.computeIfAbsent(role, _ -> new ByteArrayOutputStream());
        }

        byte[] bytesOf(Role role) {
            return stream(role).toByteArray();
        }

        List<Role> metBy(Role role) {
            return met.getOrDefault(role, List.of());
        }

        NodeCertificate certificate(NodeId id) {
            NodeCertificate certificate = certificates.get(id);
            if (certificate == null) {
                throw new AssertionError("nobody met " + id);
            }
            return certificate;
        }
    }
}
