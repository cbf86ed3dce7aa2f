package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.enroll.FirstEnrollment;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.est.PendingKey;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Pem;
import io.pigw.runtime.identity.RenewalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How a node without a key comes to its certificate when it starts. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FirstEnrollmentTest {

    private static final FirstEnrollment.Pause NEVER = _ -> {
        throw new AssertionError("nothing is waited for");
    };

    private TestEnrollment server;

    @TempDir
    Path directory;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        server = new TestEnrollment(data, 32);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void theTokenIsTradedForKeyAndCertificate() throws Exception {
        Node node = node("alice", server.server().est().toString());
        writeToken(node, "alice");

        NodeIdentity first = enrollment(NEVER).identity(node.config());
        NodeIdentity again = enrollment(NEVER).identity(node.config());

        assertThat(first.certificate().role()).isEqualTo(Role.PEER);
        assertThat(again.certificate()).isEqualTo(first.certificate());
        assertThat(Files.getPosixFilePermissions(node.key())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(node.token()).doesNotExist();
        try (var files = Files.list(node.key().getParent())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("key.pem", "certificates.pem")
                    .doesNotContain("pending-key.pem")
                    .anyMatch(name -> name.startsWith("crl-"));
        }
    }

    @Test
    void whatWasCutShortAfterTheServerHadAnsweredGoesOnWithTheSameKeyAndToken() throws Exception {
        Node node = node("bob", server.server().est().toString());
        writeToken(node, "bob");
        NodeIdentity lost;
        try (var client = server.client()) {
            KeyPair kept = new PendingKey(node.key().resolveSibling("pending-key.pem")).orKeep(client.generateKey());
            String token = Files.readString(node.token()).strip();
            lost = ((EstOutcome.Enrolled) client.enroll(token, kept)).identity();
        }

        NodeIdentity found = enrollment(NEVER).identity(node.config());

        assertThat(found.key()).isEqualTo(lost.key());
        assertThat(found.certificate()).isEqualTo(lost.certificate());
    }

    @Test
    void aServerThatStartsLaterIsWaitedFor() throws Exception {
        int port = freePort();
        Node node = node("heidi", "https://127.0.0.1:" + port + "/.well-known/est");
        writeToken(node, "heidi");
        List<ServerSocket> started = new ArrayList<>();
        FirstEnrollment.Pause starting =
                _ -> started.add(wayTo(server.server().est().getPort(), port));

        try {
            assertThat(enrollment(starting)
                            .identity(node.config())
                            .certificate()
                            .role())
                    .isEqualTo(Role.PEER);
            assertThat(started).hasSize(1);
        } finally {
            for (ServerSocket socket : started) {
                socket.close();
            }
        }
    }

    @Test
    void aServerThatNeverStartsIsNamedAfterTwoMinutes() throws Exception {
        Node node = node("carol", "https://127.0.0.1:" + freePort() + "/.well-known/est");
        writeToken(node, "carol");
        List<Duration> pauses = new ArrayList<>();
        FirstEnrollment.Pause noted = pause -> {
            pauses.add(pause);
            server.clock.advance(pause);
        };

        assertThatThrownBy(() -> enrollment(noted).identity(node.config()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is it running");

        assertThat(pauses).startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(pauses).allMatch(pause -> pause.compareTo(Duration.ofSeconds(10)) <= 0);
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(FirstEnrollment.PATIENCE, FirstEnrollment.PATIENCE.plusSeconds(10));
        assertThat(node.token()).exists();
    }

    @Test
    void withoutKeyAndTokenItSaysWhatToDo() throws Exception {
        Node node = node("dave", server.server().est().toString());

        assertThatThrownBy(() -> enrollment(NEVER).identity(node.config()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(node.token().toString())
                .hasMessageContaining("pigw enroll token");
    }

    @Test
    void aTokenThatIsRefusedIsNamedByItsFileAlone() throws Exception {
        Node node = node("erin", server.server().est().toString());
        write(node.token(), "not-a-token-of-this-server");

        assertThatThrownBy(() -> enrollment(NEVER).identity(node.config()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(node.token().toString())
                .hasMessageNotContaining("not-a-token");
        assertThat(node.key()).doesNotExist();
        assertThat(node.token()).exists();
    }

    @Test
    void aTokenThatOthersCanReadIsNotUsed() throws Exception {
        Node node = node("frank", server.server().est().toString());
        writeToken(node, "frank");
        Files.setPosixFilePermissions(node.token(), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> enrollment(NEVER).identity(node.config())).hasMessageContaining("chmod 600");
    }

    @Test
    void withoutTheRootNobodyIsAsked() throws Exception {
        Node node = node("grace", server.server().est().toString());
        writeToken(node, "grace");
        Files.delete(node.trust());

        assertThatThrownBy(() -> enrollment(NEVER).identity(node.config()))
                .hasMessageContaining(node.trust().toString())
                .hasMessageContaining("trust.pem");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** From now on, connections to a port of loopback are passed on to another. */
    private static ServerSocket wayTo(int server, int port) {
        try {
            ServerSocket listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
                while (!listening.isClosed()) {
                    try {
                        Socket one = listening.accept();
                        Socket other = new Socket(InetAddress.getLoopbackAddress(), server);
                        Thread.ofVirtual().start(() -> pass(one, other));
                        Thread.ofVirtual().start(() -> pass(other, one));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            return listening;
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // so does the other end
        }
    }

    private FirstEnrollment enrollment(FirstEnrollment.Pause pause) {
        return new FirstEnrollment(server.environment, pause);
    }

    private Node node(String name, String est) throws Exception {
        Node node = new Node(directory.resolve(name), est);
        Pem.writeCertificates(node.trust(), Set.of(server.server().root()));
        return node;
    }

    /** Where a node's files are. */
    private record Node(Path folder, String est) {
        Path key() {
            return folder.resolve("keys/key.pem");
        }

        Path trust() {
            return folder.resolve("trust.pem");
        }

        Path token() {
            return folder.resolve("token");
        }

        IdentityConfig config() {
            return new IdentityConfig(
                    key(), folder.resolve("keys/certificates.pem"), trust(), new RenewalConfig(est, token()));
        }
    }

    private void writeToken(Node node, String user) throws Exception {
        write(node.token(), server.server().issueToken(new TokenRequest(user, Role.PEER, List.of(user), null, null)));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text + "\n");
    }
}
