package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.identity.IdentityFiles;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Enrollment as a node sees it, over real HTTPS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EnrollmentTest {

    private Path directory;
    private TestEnrollment enrollment;
    private EstClient client;

    @BeforeAll
    void start(@TempDir Path shared) throws Exception {
        directory = shared;
        enrollment = new TestEnrollment(directory, 11, 260, 512, 586);
        client = enrollment.client();
    }

    @AfterAll
    void stop() {
        client.close();
        enrollment.close();
    }

    @Test
    void enrollsAUsersPeer() throws Exception {
        String token = token(TokenRequest.peer("Bob"));
        double before = enrolled();

        NodeIdentity identity = client.enroll(token);

        NodeCertificate certificate = identity.certificate();
        assertThat(certificate.role()).isEqualTo(Role.PEER);
        assertThat(certificate.overlay()).isEqualTo(TestEnrollment.OVERLAY);
        assertThat(certificate.users()).containsExactly(new Party.User("bob", TestEnrollment.OVERLAY));
        assertThat(identity.chain()).hasSize(2);
        assertThat(identity.trustAnchors()).containsExactly(enrollment.server().root());
        assertThat(enrolled()).isEqualTo(before + 1);
    }

    @Test
    void givesAnIdentityThatFilesKeep() throws Exception {
        NodeIdentity identity = client.enroll(token(TokenRequest.peer("carol")));
        IdentityFiles files = IdentityFiles.in(directory.resolve("bob"));

        files.save(identity);

        assertThat(files.load().certificate()).isEqualTo(identity.certificate());
    }

    @Test
    void givesTheOperatorsFixedId() throws Exception {
        NodeIdentity identity = client.enroll(token(fixed("backbone", 260, Role.GATEWAY)));

        assertThat(identity.certificate().id()).isEqualTo(NodeId.of(260));
        assertThat(identity.certificate().role()).isEqualTo(Role.GATEWAY);
        assertThat(identity.certificate().users()).isEmpty();
    }

    @Test
    void saysWhatRequestsMustHold() throws Exception {
        String ecPublicKey = "1.2.840.10045.2.1";
        String p256 = "1.2.840.10045.3.1.7";
        String ecdsaWithSha256 = "1.2.840.10045.4.3.2";

        assertThat(client.csrAttributes()).containsExactly(ecPublicKey, p256, ecdsaWithSha256);
    }

    @Test
    void refusesATokenTheSecondTime() throws Exception {
        String token = token(TokenRequest.peer("dave"));
        client.enroll(token);

        assertRefused(401, "has been used", () -> client.enroll(token));
    }

    @Test
    void refusesAnExpiredToken() throws Exception {
        String early = token(new TokenRequest("rob", Role.PEER, List.of("rob"), null, Duration.ofMinutes(10)));
        String late = token(new TokenRequest("rob", Role.PEER, List.of("rob"), null, Duration.ofMinutes(12)));

        enrollment.clock.advance(Duration.ofMinutes(11));

        assertRefused(401, "expired", () -> client.enroll(early));
        assertThat(client.enroll(late)).isNotNull();
    }

    @Test
    void refusesATokenThatItNeverIssued() {
        assertRefused(401, "no such token", () -> client.enroll("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));
    }

    @Test
    void drawsDistinctIdsInTheRingAndNoReservedOne() throws Exception {
        Set<NodeId> ids = new TreeSet<>();

        for (int i = 0; i < 100; i++) {
            ids.add(client.enroll(token(TokenRequest.peer("user" + i)))
                    .certificate()
                    .id());
        }

        assertThat(ids).hasSize(100).doesNotContain(NodeId.of(260), NodeId.of(512), NodeId.of(586));
        assertThat(ids).allMatch(new Ring(11)::contains);
    }

    @Test
    void givesAUserNameToOneAccount() throws Exception {
        String hers = token(new TokenRequest("alice", Role.PEER, List.of("alice"), null, null));
        String his = token(new TokenRequest("mallory", Role.PEER, List.of("ALICE"), null, null));
        client.enroll(hers);

        assertRefused(403, "alice@p2p.example.net is taken", () -> client.enroll(his));

        assertThatThrownBy(() -> token(new TokenRequest("mallory", Role.PEER, List.of("alice"), null, null)))
                .isInstanceOf(TokenRefusedException.class)
                .hasMessageContaining("is taken");
        NodeIdentity second = client.enroll(token(new TokenRequest("alice", Role.PEER, List.of("alice"), null, null)));
        assertThat(second.certificate().users()).hasSize(1);
    }

    @Test
    void givesAnIdToOneAccount() throws Exception {
        NodeIdentity first = client.enroll(token(fixed("backbone", 586, Role.SOS)));

        assertThatThrownBy(() -> token(fixed("mallory", 586, Role.SOS))).hasMessageContaining("586 is taken");
        assertThatThrownBy(() -> token(fixed("backbone", 586, Role.CSP))).hasMessageContaining("586 is taken");
        NodeIdentity again = client.enroll(token(fixed("backbone", 586, Role.SOS)));
        assertThat(again.certificate().id()).isEqualTo(first.certificate().id());
        assertThat(again.chain().getFirst().getSerialNumber())
                .isNotEqualTo(first.chain().getFirst().getSerialNumber());
    }

    @Test
    void refusesTokensForWhatCannotBe() {
        assertThatThrownBy(() -> token(fixed("backbone", 2048, Role.CSP))).hasMessageContaining("outside the ring");
        assertThatThrownBy(() -> token(TokenRequest.peer("586"))).isInstanceOf(TokenRefusedException.class);
        assertThatThrownBy(() -> token(TokenRequest.peer("+4711"))).isInstanceOf(TokenRefusedException.class);
    }

    @Test
    void spendsATokenOnceHoweverManyTry() throws Exception {
        String token = token(TokenRequest.peer("erin"));
        List<Callable<NodeIdentity>> attempts = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            attempts.add(() -> client.enroll(token));
        }
        List<NodeIdentity> enrolled = new ArrayList<>();
        int refused = 0;

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<NodeIdentity> attempt : threads.invokeAll(attempts)) {
                if (attempt.state() == Future.State.SUCCESS) {
                    enrolled.add(attempt.resultNow());
                } else {
                    assertThat(attempt.exceptionNow())
                            .asInstanceOf(type(EstException.class))
                            .extracting(EstException::status)
                            .isEqualTo(401);
                    refused++;
                }
            }
        }

        assertThat(enrolled).hasSize(1);
        assertThat(refused).isEqualTo(15);
    }

    @Test
    void keepsEverythingOverARestart(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment lasting = new TestEnrollment(elsewhere, 11)) {
            String used = lasting.server().issueToken(TokenRequest.peer("alice"));
            NodeId taken;
            try (EstClient at = lasting.client()) {
                taken = at.enroll(used).certificate().id();
            }
            String unused = lasting.server().issueToken(TokenRequest.peer("bob"));
            var root = lasting.server().root();

            lasting.restart();

            assertThat(lasting.server().root()).isEqualTo(root);
            try (EstClient at = lasting.client()) {
                assertRefused(401, "has been used", () -> at.enroll(used));
                assertThat(at.enroll(unused).certificate().id()).isNotEqualTo(taken);
            }
            assertThatThrownBy(() -> lasting.server()
                            .issueToken(new TokenRequest("mallory", Role.PEER, List.of("alice"), null, null)))
                    .hasMessageContaining("is taken");
            assertThatThrownBy(() ->
                            lasting.server().issueToken(TokenRequest.fixed("mallory", Role.SOS, taken, List.of())))
                    .hasMessageContaining("is taken");
        }
    }

    @Test
    void isTrustedByItsFingerprint() throws Exception {
        Bytes fingerprint = Bytes.copyOf(MessageDigest.getInstance("SHA-256")
                .digest(enrollment.server().root().getEncoded()));
        String token = token(TokenRequest.peer("frank"));
        try (EstClient pinning = EstClient.pinning(
                enrollment.server().est(),
                fingerprint,
                enrollment.environment.verifiers(),
                enrollment.environment.random())) {

            NodeIdentity identity = pinning.enroll(token);

            assertThat(identity.trustAnchors())
                    .containsExactly(enrollment.server().root());
        }
    }

    @Test
    void isNotTrustedByAnotherFingerprint() throws Exception {
        String token = token(TokenRequest.peer("grace"));
        try (EstClient pinning = EstClient.pinning(
                enrollment.server().est(),
                Bytes.copyOf(new byte[32]),
                enrollment.environment.verifiers(),
                enrollment.environment.random())) {

            assertThatThrownBy(() -> pinning.enroll(token)).isInstanceOf(IOException.class);
        }

        assertThat(client.enroll(token)).isNotNull();
    }

    @Test
    void isNotTrustedUnderAnotherRoot(@TempDir Path elsewhere) throws Exception {
        String token = token(TokenRequest.peer("heidi"));
        try (TestEnrollment other = new TestEnrollment(elsewhere, 11);
                EstClient astray = EstClient.trusting(
                        enrollment.server().est(),
                        Set.of(other.server().root()),
                        other.environment.verifiers(),
                        other.environment.random())) {

            assertThatThrownBy(() -> astray.enroll(token)).isInstanceOf(IOException.class);
        }

        assertThat(client.enroll(token)).isNotNull();
    }

    @Test
    void showsItsAuthorities() throws Exception {
        assertThat(client.authorities()).hasSize(2).contains(enrollment.server().root());
    }

    @Test
    void leavesPromisedIdsAloneAndSaysWhenTheRingIsFull(@TempDir Path elsewhere) throws Exception {
        try (TestEnrollment small = new TestEnrollment(elsewhere, 2, 0);
                EstClient at = small.client()) {
            String promised = small.server().issueToken(fixed("backbone", 3, Role.CSP));
            Set<NodeId> drawn = new TreeSet<>();
            for (int i = 0; i < 2; i++) {
                drawn.add(at.enroll(small.server().issueToken(TokenRequest.peer("user" + i)))
                        .certificate()
                        .id());
            }
            String tooMany = small.server().issueToken(TokenRequest.peer("user2"));

            assertThat(drawn).containsExactly(NodeId.of(1), NodeId.of(2));
            assertRefused(403, "no free node ID", () -> at.enroll(tooMany));
            assertThat(at.enroll(promised).certificate().id()).isEqualTo(NodeId.of(3));
        }
    }

    private double enrolled() {
        return enrollment.environment.metrics().count("pigw_enrollments_total", "outcome", "enrolled");
    }

    private String token(TokenRequest request) throws Exception {
        return enrollment.server().issueToken(request);
    }

    private static TokenRequest fixed(String account, long id, Role role) {
        return TokenRequest.fixed(account, role, NodeId.of(id), List.of());
    }

    private static void assertRefused(int status, String reason, ThrowingCallable attempt) {
        assertThatThrownBy(attempt)
                .isInstanceOfSatisfying(
                        EstException.class,
                        refusal -> assertThat(refusal.status()).isEqualTo(status))
                .hasMessageContaining(reason);
    }
}
