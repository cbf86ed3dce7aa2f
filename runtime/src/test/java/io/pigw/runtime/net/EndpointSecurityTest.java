package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EndpointSecurityTest {

    private final TestNodes nodes = new TestNodes();

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @ParameterizedTest
    @EnumSource
    void twoGoodNodesTalk(TlsProvider tls) {
        P2psipEndpoint csp = open(nodes.pki.issue(Role.CSP, 512), tls);
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 586, "alice@p2p.example.net"), tls);

        Outcome outcome = nodes.ask(peer, nodes.serve(csp));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.by()).isEqualTo(csp.certificate());
            assertThat(answered.answer().toString()).contains("nodes=[586]");
        });
    }

    @ParameterizedTest
    @EnumSource
    void anotherCaIsRefusedOnBothSides(TlsProvider tls) {
        TestPki other = TestPki.create();
        P2psipEndpoint csp = open(nodes.pki.issue(Role.CSP, 512), tls);
        P2psipEndpoint stranger = open(other.issue(Role.PEER, 586), tls);
        P2psipEndpoint strangersCsp = open(other.issue(Role.CSP, 513), tls);
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 587), tls);

        // The dialling stranger trusts only its own root: it refuses first.
        assertRefused(nodes.ask(stranger, nodes.serve(csp)), "untrusted");
        assertRefused(nodes.ask(peer, nodes.serve(strangersCsp)), "untrusted");

        assertThat(nodes.refused("untrusted")).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void aDiallerOfAnotherCaIsRefusedByTheAcceptor(TlsProvider tls) {
        NodeIdentity forged = TestPki.create().issue(Role.PEER, 586);
        NodeIdentity trustingUs =
                new NodeIdentity(forged.key(), forged.chain(), nodes.pki.trustAnchors(), forged.certificate());

        assertDiallerIsRefused(trustingUs, tls, "untrusted");
    }

    @ParameterizedTest
    @EnumSource
    void aSelfSignedDiallerIsRefused(TlsProvider tls) {
        assertDiallerIsRefused(
                nodes.pki.certificate(Role.PEER, NodeId.of(586)).selfSigned().issue(), tls, "untrusted");
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredDiallerIsRefused(TlsProvider tls) {
        assertDiallerIsRefused(
                nodes.pki.certificate(Role.PEER, NodeId.of(586)).expired().issue(), tls, "expired");
    }

    @ParameterizedTest
    @EnumSource
    void aDiallerFromTheFutureIsRefused(TlsProvider tls) {
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        assertDiallerIsRefused(
                nodes.pki
                        .certificate(Role.PEER, NodeId.of(586))
                        .valid(tomorrow, tomorrow.plus(Duration.ofDays(1)))
                        .issue(),
                tls,
                "not_yet_valid");
    }

    @ParameterizedTest
    @EnumSource
    void aDiallerWithoutARoleIsRefused(TlsProvider tls) {
        assertDiallerIsRefused(
                nodes.pki.certificate(Role.PEER, NodeId.of(586)).withoutRole().issue(), tls, "bad_profile");
    }

    @ParameterizedTest
    @EnumSource
    void aDiallerWithAWrongRoleIsRefused(TlsProvider tls) {
        P2psipEndpoint sos = nodes.open(
                nodes.pki.issue(Role.SOS, 700), PeerPolicy.of(Role.CSP), EndpointOptions.DEFAULTS.withTls(tls));
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 586), tls);

        Outcome outcome = nodes.ask(peer, nodes.serve(sos));

        assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
        await().untilAsserted(() -> assertThat(nodes.refused("wrong_role")).isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void aDialledNodeWithAWrongRoleIsRefused(TlsProvider tls) {
        P2psipEndpoint sos = open(nodes.pki.issue(Role.SOS, 700), tls);
        P2psipEndpoint peer = nodes.open(
                nodes.pki.issue(Role.PEER, 586), PeerPolicy.dialling(Role.CSP), EndpointOptions.DEFAULTS.withTls(tls));

        assertRefused(nodes.ask(peer, nodes.serve(sos)), "wrong_role");
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredDialledNodeIsRefused(TlsProvider tls) {
        P2psipEndpoint csp =
                open(nodes.pki.certificate(Role.CSP, NodeId.of(512)).expired().issue(), tls);
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 586), tls);

        assertRefused(nodes.ask(peer, nodes.serve(csp)), "expired");
        await().untilAsserted(() -> assertThat(nodes.refused("refused_by_other_end"))
                .as("the CSP hears why")
                .isEqualTo(1));
    }

    @ParameterizedTest
    @EnumSource
    void aNodeOfAnotherOverlayIsRefused(TlsProvider tls) {
        P2psipEndpoint csp = open(
                nodes.pki
                        .certificate(Role.CSP, NodeId.of(512))
                        .overlay("other.example.net")
                        .issue(),
                tls);
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 586), tls);

        assertRefused(nodes.ask(peer, nodes.serve(csp)), "wrong_overlay");
    }

    @ParameterizedTest
    @EnumSource
    void anotherIdThanTheDialledOneIsRefused(TlsProvider tls) {
        P2psipEndpoint csp = open(nodes.pki.issue(Role.CSP, 512), tls);
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 586), tls);
        NodeContact real = nodes.serve(csp);

        assertRefused(nodes.ask(peer, TestNodes.contact(1024, real.address())), "wrong_id");
    }

    @ParameterizedTest
    @EnumSource
    void theIdIsCheckedOnAResumedSessionToo(TlsProvider tls) {
        P2psipEndpoint csp = open(nodes.pki.issue(Role.CSP, 512), tls);
        P2psipEndpoint peer = open(nodes.pki.issue(Role.PEER, 586), tls);
        NodeContact real = nodes.serve(csp);
        assertThat(nodes.ask(peer, real)).isInstanceOf(Outcome.Answered.class);
        double checked = nodes.count("pigw_tls_certificates_checked_total");

        Outcome outcome = nodes.ask(peer, TestNodes.contact(1024, real.address()));

        assertThat(nodes.count("pigw_tls_certificates_checked_total"))
                .as("the session was resumed: no certificate went over the wire")
                .isEqualTo(checked);
        assertRefused(outcome, "wrong_id");
    }

    private void assertDiallerIsRefused(NodeIdentity dialler, TlsProvider tls, String reason) {
        P2psipEndpoint csp = open(nodes.pki.issue(Role.CSP, 512), tls);
        P2psipEndpoint bad = open(dialler, tls);

        Outcome outcome = nodes.ask(bad, nodes.serve(csp));

        assertThat(outcome).isInstanceOf(Outcome.Unreachable.class);
        await().untilAsserted(() -> assertThat(nodes.refused(reason)).isEqualTo(1));
        await().untilAsserted(() -> assertThat(nodes.refused("refused_by_other_end"))
                .as("it hears why")
                .isEqualTo(1));
    }

    private static void assertRefused(Outcome outcome, String reason) {
        assertThat(outcome).isEqualTo(new Outcome.Unreachable(reason));
    }

    private P2psipEndpoint open(NodeIdentity identity, TlsProvider tls) {
        return nodes.open(identity, TestNodes.ANYBODY, EndpointOptions.DEFAULTS.withTls(tls));
    }
}
