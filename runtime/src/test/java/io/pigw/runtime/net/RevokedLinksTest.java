package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.KeyIdentifiers;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.RevocationConfig;
import io.pigw.runtime.revocation.CrlOrigin;
import io.pigw.runtime.revocation.RevocationService;
import io.pigw.runtime.testing.CrlServer;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nodes of processes of their own that learn who has been revoked. */
class RevokedLinksTest {

    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(5);

    private final TestPki pki = TestPki.create();
    private final TestClock clock = TestClock.atPresent();
    private final Instant start = clock.instant();
    private final CrlServer server = new CrlServer();
    private final Bytes issuer = KeyIdentifiers.of(pki.issuing());
    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path directory;

    @BeforeEach
    void serve() {
        server.serve(pki.crl(1, start).sign());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open.reversed()) {
            closeable.close();
        }
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aRevokedNodeIsRefusedAtTheHandshakeAndHearsOfIt(TlsProvider tls) {
        Node csp = node(Role.CSP, 512, tls);
        Node peer = node(Role.PEER, 586, tls);
        NodeContact contact = csp.serve();

        csp.take(pki.crl(2, start).revoke(peer.identity).sign());

        assertThat(peer.ask(contact)).isInstanceOf(Outcome.Unreachable.class);
        await().untilAsserted(() -> assertThat(csp.refused("revoked")).isEqualTo(1));
        await().untilAsserted(
                        () -> assertThat(peer.refused("refused_by_other_end")).isEqualTo(1));
    }

    @Test
    void whoDialsRefusesARevokedNodeToo() {
        Node csp = node(Role.CSP, 512);
        Node peer = node(Role.PEER, 586);

        peer.take(pki.crl(2, start).revoke(csp.identity).sign());

        assertThat(peer.ask(csp.serve())).isEqualTo(new Outcome.Unreachable("revoked"));
    }

    @ParameterizedTest
    @EnumSource
    void aResumedSessionIsCheckedAgain(TlsProvider tls) {
        Duration brief = Duration.ofMillis(50);
        Node csp = node(Role.CSP, 512, tls);
        Node peer = new Node(
                pki.certificate(Role.PEER, NodeId.of(586)).crlAt(server.url()).issue(),
                EndpointOptions.DEFAULTS.withTls(tls).withKeeping(brief, brief, brief));
        open.add(peer);
        NodeContact contact = csp.serve();
        assertThat(peer.ask(contact)).isInstanceOf(Outcome.Answered.class);
        double checked = csp.count("pigw_tls_certificates_checked_total");
        await().untilAsserted(() -> assertThat(csp.links()).isEmpty());

        csp.take(pki.crl(2, start).revoke(peer.identity).sign());
        peer.ask(contact);

        await().untilAsserted(() -> assertThat(csp.refused("revoked")).isEqualTo(1));
        assertThat(csp.count("pigw_tls_certificates_checked_total"))
                .as("the session was resumed: no certificate went over the wire")
                .isEqualTo(checked);
        assertThat(csp.links()).isEmpty();
    }

    @Test
    void anOpenLinkOfARevokedNodeClosesAndItsRequestsEndWhileOthersStay() {
        Node csp = node(Role.CSP, 512);
        Node bob = node(Role.PEER, 586);
        Node carol = node(Role.PEER, 587);
        NodeContact silent = csp.serve(_ -> {});
        CompletableFuture<Outcome> asked = bob.askLater(silent);
        CompletableFuture<Outcome> other = carol.askLater(silent);
        await().untilAsserted(() -> assertThat(csp.links()).hasSize(2));

        csp.take(pki.crl(2, start).revoke(bob.identity).sign());

        await().atMost(CLOSES_WITHIN)
                .untilAsserted(() -> assertThat(csp.links())
                        .containsExactly(carol.identity.certificate().id()));
        await().atMost(CLOSES_WITHIN).until(asked::isDone);
        assertThat(asked.join()).isEqualTo(new Outcome.Unreachable(Outcome.Unreachable.LINK_LOST));
        assertThat(other).isNotDone();
        assertThat(csp.ended("revoked")).isEqualTo(1);
    }

    @Test
    void openLinksCloseWhenTheListHasBecomeTooOld() {
        Node csp = node(Role.CSP, 512);
        Node peer = node(Role.PEER, 586);
        peer.ask(csp.serve());
        await().untilAsserted(() -> assertThat(csp.links()).hasSize(1));
        server.fail(503);
        Instant closes = csp.service.lists().getFirst().nextUpdate().plus(Duration.ofHours(12));

        clock.set(closes.minusSeconds(1));
        assertThat(peer.ask(csp.contact())).isInstanceOf(Outcome.Answered.class);
        clock.set(closes.plusSeconds(1));

        await().atMost(CLOSES_WITHIN)
                .untilAsserted(() -> assertThat(csp.links()).isEmpty());
        assertThat(csp.ended("revocation_unknown") + peer.ended("revocation_unknown"))
                .isPositive();
        assertThat(peer.ask(csp.contact())).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void anOpenLinkClosesWhenTheCertificateEnds() {
        Node csp = node(Role.CSP, 512);
        Instant end = start.plus(Duration.ofHours(1));
        Node peer = node(
                pki.certificate(Role.PEER, NodeId.of(586))
                        .valid(start.minusSeconds(60), end)
                        .crlAt(server.url())
                        .issue(),
                TlsProvider.BEST);
        peer.ask(csp.serve());

        clock.set(end.plusSeconds(1));

        await().atMost(CLOSES_WITHIN)
                .untilAsserted(() -> assertThat(csp.links()).isEmpty());
        assertThat(csp.ended("expired")).isEqualTo(1);
    }

    @Test
    void aListGoesFromTheAuthorityOverCspsToEachPeer() {
        Node authority = node(Role.ENROLLMENT, 5);
        Node first = node(Role.CSP, 512);
        Node second = node(Role.CSP, 513);
        Node bob = node(Role.PEER, 586);
        Node carol = node(Role.PEER, 587);
        first.serve();
        second.serve();
        first.ask(second.contact());
        bob.ask(second.contact());
        carol.ask(bob.serve());
        await().untilAsserted(() -> assertThat(second.links()).hasSize(2));
        Bytes list = pki.crl(2, start).revoke(carol.identity).sign();

        authority.send(first.contact(), new RevocationNotice(new Transaction(1), issuer, 2, list));

        await().atMost(CLOSES_WITHIN).untilAsserted(() -> {
            assertThat(second.number()).isEqualTo(2);
            assertThat(bob.number()).isEqualTo(2);
            assertThat(bob.links())
                    .containsExactly(second.identity.certificate().id());
        });
        assertThat(carol.number()).as("no CSP is linked with it").isEqualTo(1);
        for (Node node : List.of(first, second, bob)) {
            assertThat(node.count("pigw_revocation_taken_total", "from", "pushed"))
                    .as("once")
                    .isEqualTo(1);
        }
    }

    @Test
    void whoLinksLaterGetsTheListThatItMissed() {
        Node csp = node(Role.CSP, 512);
        Node peer = node(Role.PEER, 586);
        csp.take(pki.crl(2, start).sign());

        peer.ask(csp.serve());

        await().untilAsserted(() -> assertThat(peer.number()).isEqualTo(2));
    }

    @Test
    void theRootsListEndsTheLinksOfAllWhomTheStolenKeyVouchesFor() {
        try (CrlServer rootServer = new CrlServer();
                CrlServer others = new CrlServer()) {
            TestPki checked = pki.withRootListAt(rootServer.url());
            others.serve(checked.crl(1, start).sign());
            Node authority = under(checked, Role.ENROLLMENT, 5, others);
            Node csp = under(checked, Role.CSP, 512, others);
            Node carol = under(checked, Role.PEER, 587, others);
            Node bob = node(Role.PEER, 586);
            csp.serve();
            await().untilAsserted(() -> assertThat(bob.ask(csp.contact()))
                    .as("with each other's lists")
                    .isInstanceOf(Outcome.Answered.class));
            carol.ask(csp.contact());
            await().untilAsserted(() -> assertThat(csp.links()).hasSize(2));
            Bytes list = pki.rootCrl(1, start)
                    .revoke(pki.issuing().getSerialNumber())
                    .sign();

            authority.send(
                    csp.contact(), new RevocationNotice(new Transaction(1), KeyIdentifiers.of(pki.root()), 1, list));

            await().atMost(CLOSES_WITHIN)
                    .untilAsserted(() -> assertThat(csp.links())
                            .doesNotContain(bob.identity.certificate().id()));
            assertThat(csp.links()).contains(carol.identity.certificate().id());
            assertThat(csp.ended("revoked")).isEqualTo(1);
            assertThat(bob.ask(csp.contact())).isInstanceOf(Outcome.Unreachable.class);
            await().untilAsserted(() -> assertThat(carol.service.lists())
                    .as("the CSP handed it on")
                    .anyMatch(held -> held.issuer().equals(KeyIdentifiers.of(pki.root()))));
        }
    }

    @Test
    void aNumberThatACspClaimsDoesNotKeepTheListFromIt() {
        Node csp = node(Role.CSP, 512);
        Node other = node(Role.CSP, 513);
        csp.serve();
        other.send(
                csp.contact(),
                new RevocationNotice(new Transaction(1), issuer, RevocationNotice.MAX_NUMBER, Bytes.EMPTY));
        await().untilAsserted(() -> assertThat(server.sentNotModified()).isPositive());

        csp.take(pki.crl(2, start).sign());

        await().untilAsserted(() -> assertThat(other.number()).isEqualTo(2));
    }

    @Test
    void aPeerMayBringNoListAndACspNotManyAtOnce() {
        Node csp = node(Role.CSP, 512);
        Node peer = node(Role.PEER, 586);
        Node other = node(Role.CSP, 513);
        csp.serve();
        Bytes list = pki.crl(2, start).sign();

        peer.send(csp.contact(), new RevocationNotice(new Transaction(1), issuer, 2, list));
        await().untilAsserted(() -> assertThat(csp.crlRefused("not_allowed")).isEqualTo(1));
        assertThat(csp.number()).isEqualTo(1);

        Bytes forged = pki.crl(3, start).signedBy(TestPki.newKey()).sign();
        for (int i = 0; i < 40; i++) {
            other.send(csp.contact(), new RevocationNotice(new Transaction(i), issuer, 3, forged));
        }

        await().untilAsserted(() -> assertThat(csp.crlRefused("too_often")).isGreaterThan(25));
        await().untilAsserted(() -> assertThat(csp.crlRefused("bad_signature")).isBetween(1.0, 10.0));
        assertThat(csp.number()).isEqualTo(1);
        assertThat(csp.links()).as("the connections live on").hasSize(2);
    }

    private Node node(Role role, long id) {
        return node(role, id, TlsProvider.BEST);
    }

    private Node node(Role role, long id, TlsProvider tls) {
        return node(pki.certificate(role, NodeId.of(id)).crlAt(server.url()).issue(), tls);
    }

    private Node under(TestPki authority, Role role, long id, CrlServer lists) {
        return node(
                authority.certificate(role, NodeId.of(id)).crlAt(lists.url()).issue(), TlsProvider.BEST);
    }

    private Node node(NodeIdentity identity, TlsProvider tls) {
        Node node = new Node(identity, EndpointOptions.DEFAULTS.withTls(tls));
        open.add(node);
        return node;
    }

    /** A node in a process of its own: nothing is shared with the others. */
    private final class Node implements AutoCloseable {

        private final NodeIdentity identity;
        private final Environment environment = Environment.create(1, clock);
        private final P2psipEndpoint endpoint;
        private final RevocationService service;
        private @Nullable NodeContact listening;

        Node(NodeIdentity identity, EndpointOptions options) {
            this.identity = identity;
            Path keys = directory.resolve(identity.certificate().id().toString());
            environment
                    .revocations()
                    .configure(
                            identity,
                            environment.verifiers().of(identity),
                            new IdentityConfig(
                                    keys.resolve("key.pem"),
                                    keys.resolve("certificates.pem"),
                                    keys.resolve("trust.pem"),
                                    null,
                                    new RevocationConfig(null, Duration.ofHours(12), Duration.ofMinutes(5))));
            endpoint = P2psipEndpoint.open(
                    environment, identity, PeerPolicy.of(Role.PEER, Role.CSP, Role.ENROLLMENT), options);
            service = environment.revocations().of(endpoint.verifier());
        }

        NodeContact serve() {
            return serve(TestNodes::answer);
        }

        NodeContact serve(Consumer<Inbound> service) {
            endpoint.onRequest(service);
            NodeContact contact =
                    new NodeContact(identity.certificate().id(), TestNodes.await(endpoint.listen(TestNodes.ANY_PORT)));
            listening = contact;
            return contact;
        }

        NodeContact contact() {
            return Objects.requireNonNull(listening);
        }

        void take(Bytes list) {
            service.take(list, CrlOrigin.ISSUED);
        }

        CompletableFuture<Outcome> askLater(NodeContact to) {
            CompletableFuture<Outcome> outcome = new CompletableFuture<>();
            endpoint.request(
                    to,
                    new NameMessage.Fetch(
                            Transaction.mint(environment.random()), new Party.User("alice", "p2p.example.net")),
                    TestNodes.SOON,
                    outcome::complete);
            return outcome;
        }

        Outcome ask(NodeContact to) {
            return TestNodes.await(askLater(to));
        }

        void send(NodeContact to, RevocationNotice notice) {
            endpoint.send(to, notice);
        }

        List<NodeId> links() {
            CompletableFuture<List<NodeId>> links = new CompletableFuture<>();
            endpoint.loop()
                    .execute(() -> links.complete(endpoint.linkedNodes().stream()
                            .map(node -> node.id())
                            .toList()));
            return TestNodes.await(links);
        }

        long number() {
            return service.lists().getFirst().number();
        }

        double count(String meter, String... labels) {
            return environment.metrics().count(meter, labels);
        }

        double refused(String reason) {
            return count("pigw_links_refused_total", "reason", reason);
        }

        double ended(String reason) {
            return count("pigw_links_ended_total", "reason", reason);
        }

        double crlRefused(String reason) {
            return count("pigw_revocation_refused_total", "from", "pushed", "reason", reason);
        }

        @Override
        public void close() {
            endpoint.close();
            environment.close();
        }
    }
}
