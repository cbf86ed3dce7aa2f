package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.csp.Csp;
import io.pigw.csp.CspConfig;
import io.pigw.csp.LimitsConfig;
import io.pigw.csp.LocateMode;
import io.pigw.csp.PingConfig;
import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.peer.ChordConfig;
import io.pigw.peer.PeerConfig;
import io.pigw.peer.Peers;
import io.pigw.runtime.Environment;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestClock;
import io.pigw.runtime.testing.TestPki;
import io.pigw.runtime.trace.MessageTrace;
import io.pigw.sos.CondemnationConfig;
import io.pigw.sos.OpinionConfig;
import io.pigw.sos.Sos;
import io.pigw.sos.SosConfig;
import io.pigw.trust.Distrust;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Req 16 of the draft, over real sockets: who takes pings and does not pass them on is found out, and gone round. */
class TrustTest {

    private static final int BITS = 11;
    private static final NodeId DESTINATION = NodeId.of(700);

    /** Before all destinations, so that a copy of the first ping to each goes by it. */
    private static final NodeId FORGETFUL = NodeId.of(545);

    /** It takes several: what is lost for one alone may be the doing of that one. */
    private static final List<NodeId> DESTINATIONS =
            List.of(NodeId.of(650), NodeId.of(600), NodeId.of(560), DESTINATION);

    /** Enough for as many routes without it; so many that the fewer of a way that is good go by it too. */
    private static final List<NodeId> PEERS =
            List.of(DESTINATION, NodeId.of(650), NodeId.of(600), NodeId.of(560), NodeId.of(530));

    private static final int ROUTES = 5;
    private static final HostPort ANY_PORT = new HostPort("127.0.0.1", 0);
    private static final OverlayConfig OVERLAY = new OverlayConfig(TestPki.OVERLAY, BITS);
    private static final Duration SOON = SmallRing.SOON;

    /** A link counts once in so long, and so long is an opinion fresh. */
    private static final Duration LATER = Duration.ofSeconds(61);

    /** More messages than it takes until one ping has gone by the forgetful peer. */
    private static final int INBOX = 10_000;

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    /** Disbelief; it is just enough for distrust, and a moment later no more. */
    private static final double OF_TWO_LOSSES = 0.5;

    @TempDir
    private Path directory;

    private final TestPki pki = TestPki.create();
    private final TestClock clock = TestClock.atPresent();

    @Test
    void aPeerThatTakesPingsAndForgetsThemIsFoundOutAndGoneRound() throws Exception {
        // Given
        try (Environment environment = Environment.create(2, clock);
                Sos sos = sos(environment);
                Csp csp = csp(environment, sos.contact());
                Peers peers = peers(environment, csp.contact(), sos.contact());
                ForgetfulPeer forgetful = new ForgetfulPeer(environment, pki.issue(Role.PEER, FORGETFUL), BITS);
                PlayedGateway gateway =
                        new PlayedGateway(environment, pki.issue(Role.GATEWAY, 260), List.of(csp.contact()))) {
            peers.allJoined().get(60, TimeUnit.SECONDS);
            assertThat(forgetful.join(csp.contact()).get(20, TimeUnit.SECONDS)).isInstanceOf(JoinOutcome.Joined.class);
            await().atMost(SOON).until(gateway::isConnected);
            await().atMost(SOON).until(() -> {
                send(gateway, csp, DESTINATION, environment);
                return forgetful.forgotten.get() > 0;
            });

            // When it loses one ping after the other
            for (NodeId destination : DESTINATIONS) {
                double before = lost(environment);
                await().atMost(SOON).pollInterval(BETWEEN_TRIES).until(() -> {
                    send(gateway, csp, destination, environment);
                    return lost(environment) > before;
                });
                clock.advance(LATER);
            }

            // Then the opinion on it is bad, on it alone, once the CSP has reported what it saw
            await().atMost(SOON).until(() -> sos.opinionOn(FORGETFUL).join().disbelief() > OF_TWO_LOSSES);
            assertThat(Distrust.is(sos.opinionOn(FORGETFUL).join())).isTrue();
            assertThat(PEERS).noneMatch(peer -> Distrust.is(sos.opinionOn(peer).join()));

            // And pings go by others, as soon as the CSP has asked again
            await().atMost(SOON).pollInterval(BETWEEN_TRIES).until(() -> {
                clock.advance(LATER);
                send(gateway, csp, DESTINATION, environment);
                int before = forgetful.forgotten.get();
                for (int message = 0; message < 5; message++) {
                    send(gateway, csp, DESTINATION, environment);
                }
                return forgetful.forgotten.get() == before;
            });
            assertThat(environment.metrics().count("pigw_csp_distrusted_hops_total"))
                    .isPositive();
        }
    }

    private static void send(PlayedGateway gateway, Csp csp, NodeId destination, Environment environment)
            throws Exception {
        CallId callId = CallId.mint(environment.random());
        assertThat(gateway.send(csp.contact(), "alice@ims.example.net", destination, callId, "hello"))
                .isEqualTo(200);
    }

    private static double lost(Environment environment) {
        return environment.metrics().count("pigw_csp_link_outcomes_total", "outcome", "lost");
    }

    private Sos sos(Environment environment) {
        SosConfig config = new SosConfig(
                noFiles(),
                ANY_PORT,
                OVERLAY,
                new StoreConfig(directory.resolve("sos")),
                OpinionConfig.DEFAULTS,
                CondemnationConfig.DEFAULTS,
                null,
                null);
        return Sos.start(config, pki.issue(Role.SOS, 2), environment);
    }

    private Csp csp(Environment environment, NodeContact sos) {
        CspConfig config = new CspConfig(
                noFiles(),
                ANY_PORT,
                null,
                OVERLAY,
                List.of(),
                List.of(asked(sos)),
                new StoreConfig(directory.resolve("csp")),
                new PingConfig(ROUTES, PingConfig.DEFAULT.timeLimit(), PingConfig.DEFAULT.lifetime()),
                LocateMode.PING,
                OutOfRange.REDIRECT,
                List.of(),
                LimitsConfig.DEFAULT,
                null);
        return Csp.start(config, pki.issue(Role.CSP, 512), environment, MessageTrace.NONE);
    }

    private Peers peers(Environment environment, NodeContact csp, NodeContact sos) {
        PeerConfig config = new PeerConfig(
                noFiles(),
                ANY_PORT,
                null,
                OVERLAY,
                List.of(asked(csp)),
                List.of(asked(sos)),
                new StoreConfig(directory.resolve("peer")),
                ChordConfig.DEFAULT,
                INBOX,
                null);
        Stream<Peers.Member> members = PEERS.stream()
                .map(id -> new Peers.Member(config, pki.issue(Role.PEER, id, "user" + id + "@" + TestPki.OVERLAY)));
        return Peers.start(members.toList(), environment, MessageTrace.NONE);
    }

    private static ContactConfig asked(NodeContact node) {
        return new ContactConfig(node.id().toString(), node.address().toString());
    }

    private IdentityConfig noFiles() {
        return new IdentityConfig(directory, directory, directory);
    }
}
