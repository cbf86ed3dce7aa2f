package io.pigw.enrollment;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.enrollment.ca.AuthoritySettings;
import io.pigw.enrollment.ca.CaFiles;
import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.Custody;
import io.pigw.enrollment.ca.Password;
import io.pigw.enrollment.ca.RootAuthority;
import io.pigw.enrollment.ca.RootPlace;
import io.pigw.enrollment.ca.Rotation;
import io.pigw.enrollment.ca.Subject;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.runtime.Environment;
import io.pigw.runtime.identity.KeyPairs;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.net.EndpointOptions;
import io.pigw.runtime.net.P2psipEndpoint;
import io.pigw.runtime.net.PeerPolicy;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes under the old and the new issuing authority, each a process of its own as far as certificates go. */
class TwoAuthoritiesTest {

    private static final String OVERLAY = "p2p.example.net";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SecureRandom random = new SecureRandom();
    private final SettableClock clock = new SettableClock();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void talkToOneAnotherInBothDirectionsAndKnowWhatComesAlone() throws Exception {
        AuthoritySettings settings =
                AuthoritySettings.automatic(new CaFiles(directory.resolve("ca")), OVERLAY, Duration.ofDays(30));
        CertificateAuthority authority = CertificateAuthority.open(settings, clock, random);
        P2psipEndpoint old = node(authority, Role.CSP, 512);
        P2psipEndpoint third = node(authority, Role.PEER, 3);

        rotate(settings, authority);
        P2psipEndpoint fresh = node(authority, Role.PEER, 586);
        assertThat(fresh.verifier().check(old.certificate().der()))
                .as("the new node was given both")
                .isInstanceOf(Verifier.Verdict.Valid.class);

        assertThat(ask(fresh, serve(old))).isInstanceOf(Outcome.Answered.class);
        assertThat(ask(old, serve(fresh))).isInstanceOf(Outcome.Answered.class);
        P2psipEndpoint another = node(authority, Role.PEER, 600);
        assertThat(old.verifier().check(another.certificate().der()))
                .as("the old node has learnt the authority from the link")
                .isInstanceOf(Verifier.Verdict.Valid.class);

        assertThat(third.verifier().check(fresh.certificate().der()))
                .as("who has seen nothing of it yet")
                .isInstanceOf(Verifier.Verdict.Invalid.class);
        P2psipEndpoint renewed = node(authority, Role.CSP, 1024);
        assertThat(ask(third, serve(renewed))).isInstanceOf(Outcome.Answered.class);
        assertThat(third.verifier().check(fresh.certificate().der())).isInstanceOf(Verifier.Verdict.Valid.class);
    }

    @Test
    void aNodeOfTheOldOneBringsTheAnnouncedOneAlong() throws Exception {
        AuthoritySettings settings =
                AuthoritySettings.automatic(new CaFiles(directory.resolve("ca")), OVERLAY, Duration.ofDays(30));
        CertificateAuthority authority = CertificateAuthority.open(settings, clock, random);
        P2psipEndpoint before = node(authority, Role.PEER, 3);
        new Rotation(settings, random, clock.instant()).rotate(root(settings), Rotation.ANNOUNCED);
        authority.refresh();
        P2psipEndpoint meanwhile = node(authority, Role.CSP, 512);
        assertThat(authority.issuers()).hasSize(2);

        assertThat(ask(before, serve(meanwhile))).isInstanceOf(Outcome.Answered.class);

        clock.advance(Rotation.ANNOUNCED);
        P2psipEndpoint after = node(authority, Role.PEER, 586);
        after.certificate();
        assertThat(before.verifier().check(after.certificate().der())).isInstanceOf(Verifier.Verdict.Valid.class);
    }

    private void rotate(AuthoritySettings settings, CertificateAuthority authority) throws Exception {
        new Rotation(settings, random, clock.instant()).rotate(root(settings), Duration.ZERO);
        authority.refresh();
    }

    private static RootAuthority root(AuthoritySettings settings) throws Exception {
        Path directory = settings.files().directory().resolve("root");
        return RootAuthority.open(
                new RootPlace(directory, new Custody.Encrypted(Password.in(directory.resolve("password")))));
    }

    private P2psipEndpoint node(CertificateAuthority authority, Role role, long id) throws Exception {
        KeyPair pair = KeyPairs.generate(random);
        X509Certificate leaf =
                authority.issue(authority.prepare(pair.getPublic(), new Subject.Node(NodeId.of(id), role, List.of())));
        NodeIdentity identity = NodeIdentity.of(pair.getPrivate(), authority.chain(leaf), Set.of(authority.root()));
        Environment environment = Environment.create(1, clock);
        open.addFirst(environment);
        P2psipEndpoint endpoint = P2psipEndpoint.open(
                environment, identity, PeerPolicy.of(Role.PEER, Role.CSP), EndpointOptions.DEFAULTS);
        open.addFirst(endpoint);
        return endpoint;
    }

    private static NodeContact serve(P2psipEndpoint endpoint) {
        endpoint.onRequest(inbound -> inbound.reply()
                .accept(new NameMessage.FetchAnswer(
                        inbound.message().transaction(), List.of(inbound.from().id()))));
        return new NodeContact(endpoint.certificate().id(), await(endpoint.listen(new HostPort("127.0.0.1", 0))));
    }

    private Outcome ask(P2psipEndpoint endpoint, NodeContact to) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        endpoint.request(
                to,
                new NameMessage.Fetch(Transaction.mint(random), new Party.User("alice", OVERLAY)),
                SOON,
                outcome::complete);
        return await(outcome);
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
    }
}
