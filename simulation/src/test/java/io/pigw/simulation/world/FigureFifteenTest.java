package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.CondemnationOptions;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.Link;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.overlay.sos.OpinionOptions;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.SosEvents;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.TrustMessage.OpinionRequest;
import io.pigw.p2psip.message.TrustMessage.OpinionResponse;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.trust.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The paper's Figure 15 (§5.2): a message of coco's for peer 1618 comes to CSP 1536, whose ping goes on three routes. One ends at
 * a malicious peer, two arrive, and the opinion server returns the one with the better opinion.
 *
 * <p>The opinions are the paper's, ω₁ = (.264, .012, .724) and ω₂ = (.167, .005, .826). The latter's parts sum to .998, so its
 * uncertainty here is what belief and disbelief leave, .828. The expectations that the paper prints with them, .605 and .570,
 * follow from no one base rate: the first needs one of .4693 to .4727, the second one of .4864 to .4894. So it is the ranking that
 * is compared: with a = ½ they are .626 and .581.
 */
class FigureFifteenTest {

    private static final NodeId CSP = NodeId.of(1_536);
    private static final NodeId DESTINATION = NodeId.of(1_618);
    private static final int PEERS = 60;
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Opined FIRST = new Opined(.264, .012);
    private static final Opined SECOND = new Opined(.167, .005);

    private static final WorldOptions OPTIONS = WorldOptions.of(11, 3, 15)
            .withPings(PingOptions.DEFAULTS
                    .withOrigins(PingOptions.Origins.RESPONSIBLE)
                    .withTimes(
                            Duration.ofSeconds(2),
                            Duration.ofMillis(500),
                            Duration.ofMillis(300),
                            Duration.ofMillis(100)));

    /** An opinion of the paper's: what belief and disbelief leave is uncertainty. */
    private record Opined(double belief, double disbelief) {

        /** The outcomes that make it: r = 2b/u, s = 2d/u. */
        Evidence evidence() {
            double uncertainty = 1 - belief - disbelief;
            return new Evidence(2 * belief / uncertainty, 2 * disbelief / uncertainty);
        }

        double expectation() {
            return belief + (1 - belief - disbelief) / 2;
        }
    }

    @ParameterizedTest(name = "the better route is the one that arrived as number {0}")
    @ValueSource(ints = {0, 1})
    void oneOfThreeRoutesIsBrokenAndOfTheOthersTheBetterIsChosen(int better) {
        // Given: the three routes of an honest world, one of which one peer can break
        List<List<NodeId>> three = routesOf(Corruption.NONE, OpinionPort.NONE).asked();
        assertThat(three).hasSize(3);
        NodeId malicious = onOneAlone(three);
        Corruption corruption = new Corruption(Set.of(malicious), List.of(new Adversary.Drop()), null);
        Sos sos = new Sos(better);

        // When
        Ping ping = routesOf(corruption, sos);

        // Then
        assertThat(ping.asked())
                .hasSize(2)
                .allSatisfy(route ->
                        assertThat(route).startsWith(CSP).endsWith(DESTINATION).doesNotContain(malicious));
        assertThat(ping.outcome())
                .isInstanceOfSatisfying(
                        PingOutcome.Located.class,
                        located -> assertThat(located.route())
                                .isEqualTo(ping.asked().get(better)));
        assertThat(sos.expectations.get(better)).isCloseTo(.626, within(1e-6));
        assertThat(sos.expectations.get(1 - better)).isCloseTo(.581, within(1e-6));
    }

    @Test
    void thePapersExpectationsHaveThatRankingAndNoCommonBaseRate() {
        assertThat(FIRST.expectation()).isGreaterThan(SECOND.expectation());
        assertThat((.6055 - .264) / .724).as("the most for v = .605").isLessThan((.5695 - .167) / .826);
    }

    /** What the destination asked about, and what the CSP heard. */
    private record Ping(List<List<NodeId>> asked, PingOutcome outcome) {}

    private static Ping routesOf(Corruption corruption, OpinionPort opinion) {
        List<List<NodeId>> asked = new ArrayList<>();
        World world = new World(
                OPTIONS.withOpinion((routes, chosen) -> {
                    asked.addAll(routes);
                    opinion.choose(routes, chosen);
                }),
                corruption);
        List<NodeId> peers = new ArrayList<>(Worlds.ids(OPTIONS, PEERS));
        if (!peers.contains(DESTINATION)) {
            peers.set(0, DESTINATION);
        }
        world.joinAll(peers, Duration.ofMillis(10));
        Worlds.settle(world, peers.size() + OPTIONS.csps().size());
        assertThat(world.cspFor(DESTINATION).id()).isEqualTo(CSP);
        world.attack();
        PingOutcome outcome = world.pingAndWait(DESTINATION);
        return new Ping(asked, outcome);
    }

    private static NodeId onOneAlone(List<List<NodeId>> routes) {
        return routes.stream()
                .flatMap(Collection::stream)
                .filter(node -> !node.equals(CSP) && !node.equals(DESTINATION))
                .filter(node ->
                        routes.stream().filter(route -> route.contains(node)).count() == 1)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no peer is on one route alone: " + routes));
    }

    /** A real opinion server. Before it is asked its evidence is such that the two routes have the paper's opinions. */
    private static final class Sos implements OpinionPort {

        final List<Double> expectations = new ArrayList<>();
        private final int better;

        Sos(int better) {
            this.better = better;
        }

        @Override
        public void choose(List<List<NodeId>> routes, Consumer<Optional<Integer>> chosen) {
            OpinionServer server = new OpinionServer(
                    OpinionOptions.DEFAULTS,
                    CondemnationOptions.DEFAULTS,
                    new Known(evidence(routes)),
                    _ -> false,
                    () -> NOON,
                    Runnable::run,
                    Runnable::run,
                    SosEvents.NONE);
            server.restore();
            OpinionRequest question = new OpinionRequest(new Transaction(1), routes);
            server.onRequest(new Inbound(peer(), new HostPort("127.0.0.1", 1), question, answer -> {
                OpinionResponse opinion = (OpinionResponse) answer;
                expectations.addAll(opinion.expectations());
                chosen.accept(Optional.of(opinion.chosen()));
            }));
        }

        /** No doubt on any link but a route's last, of which the opinion then is the route's: full belief in front changes nothing. */
        private List<LinkRecord> evidence(List<List<NodeId>> routes) {
            List<LinkRecord> links = new ArrayList<>();
            for (int i = 0; i < routes.size(); i++) {
                List<NodeId> route = routes.get(i);
                for (int hop = 1; hop < route.size(); hop++) {
                    boolean last = hop == route.size() - 1;
                    Evidence evidence =
                            last ? (i == better ? FIRST : SECOND).evidence() : new Evidence(Evidence.MAX_OUTCOMES, 0);
                    links.add(new LinkRecord(
                            new Link(route.get(hop - 1), route.get(hop)), evidence, 0, 0, 0, List.of(), NOON));
                }
            }
            assertThat(links)
                    .extracting(LinkRecord::link)
                    .as("the routes share no last hop")
                    .doesNotHaveDuplicates();
            return links;
        }

        private static NodeCertificate peer() {
            Bytes none = Bytes.utf8("none");
            return new NodeCertificate(DESTINATION, World.OVERLAY, Role.PEER, List.of(), none, none, Instant.MAX);
        }
    }

    /** What an opinion server finds when it starts. */
    private record Known(List<LinkRecord> links) implements EvidenceStore {

        @Override
        public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
            return new Remembered(links, List.of());
        }

        @Override
        public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
            return CompletableFuture.completedFuture(changes);
        }
    }
}
