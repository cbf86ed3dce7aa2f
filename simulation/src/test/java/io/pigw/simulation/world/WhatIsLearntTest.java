package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What nodes learn of who talks to whom, from what crosses the links: 400 pings of 3 copies each in an overlay of 200 peers and 5
 * CSPs, each because a peer drawn at random wants to reach another. The numbers are those of docs/protocol.md.
 */
class WhatIsLearntTest {

    private static final int PEERS = 200;
    private static final int PINGS = 400;
    private static final int DRAWS = 40;
    private static final Offset<Double> TOLERANCE = Offset.offset(0.005);

    private final List<List<List<NodeId>>> askedTheSos = new ArrayList<>();
    private final WorldOptions options = WorldOptions.of(16, 5, 11).withOpinion((routes, chosen) -> {
        askedTheSos.add(routes);
        chosen.accept(Optional.empty());
    });
    private final List<NodeId> peers = Worlds.ids(options, PEERS);
    private final World world = World.atRest(options, Corruption.NONE, peers);

    /** Which peers were handed a copy of a ping that was not for them, by the ping's nonce. */
    private final Map<String, Set<NodeId>> hopsOfPing = new TreeMap<>();

    private final List<PingRequest> atHops = new ArrayList<>();
    private final Map<NodeId, Set<NodeId>> readersByHolder = new HashMap<>();
    private final List<NodeId> senders = new ArrayList<>();
    private final List<NodeId> recipients = new ArrayList<>();

    @BeforeEach
    void talk() {
        world.network().filter((_, to, message) -> {
            if (message instanceof PingRequest ping && !ping.destination().equals(to)) {
                atHops.add(ping);
                hopsOfPing
                        .computeIfAbsent(
                                String.valueOf(
                                        ping.terms() == null
                                                ? null
                                                : ping.terms().nonce()),
                                _ -> new TreeSet<>())
                        .add(to);
            }
            return Optional.of(message);
        });
        Random random = Random.from(Seeds.generator(options.seed(), "talk"));
        for (int i = 0; i < PINGS; i++) {
            NodeId sender = peers.get(random.nextInt(PEERS));
            NodeId recipient = peers.get(random.nextInt(PEERS));
            senders.add(sender);
            recipients.add(recipient);
            world.ping(recipient, _ -> {});
            world.time().runFor(Duration.ofMillis(200));
        }
        world.time().runFor(Duration.ofSeconds(5));
    }

    @Test
    void whatAHopGetsNamesTheCspTheDestinationAndTheHopsBeforeIt() {
        Verifier verifier = world.ca().verifier();
        for (PingRequest ping : atHops) {
            // When: every node that anything in it names
            Set<NodeId> named = new TreeSet<>();
            named.add(ping.csp().id());
            named.add(ping.destination());
            ping.route().forEach(entry -> {
                named.add(entry.signer());
                named.add(entry.next());
            });
            for (Bytes certificate : ping.certificates()) {
                Verifier.Verdict verdict = verifier.check(certificate);
                assertThat(verdict).isInstanceOf(Verifier.Verdict.Valid.class);
                named.add(((Verifier.Verdict.Valid) verdict).certificate().id());
            }

            // Then: those of a route from the CSP that serves the destination, whoever the sender is
            assertThat(ping.csp().id())
                    .isEqualTo(world.cspFor(ping.destination()).id());
            Set<NodeId> route = ping.route().stream()
                    .flatMap(entry -> List.of(entry.signer(), entry.next()).stream())
                    .collect(Collectors.toSet());
            route.add(ping.destination());
            assertThat(route).containsAll(named);
        }
        assertThat(atHops).hasSizeGreaterThan(PINGS);
    }

    /** One hop sees a ping for another node once in so many: the share of all pings of which a peer gets a copy, on average. */
    @Test
    void onePeerSeesTheDestinationsOfFewPings() {
        double mean = peers.stream()
                .mapToDouble(peer -> seenBy(Set.of(peer)))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(0.02, TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({"0.01, 0.04", "0.05, 0.20", "0.10, 0.36", "0.20, 0.56", "0.30, 0.70"})
    void colludingPeersSeeTheDestinationsOfMorePings(double share, double expected) {
        double sum = 0;
        List<NodeId> drawn = new ArrayList<>(peers);
        Random random = Random.from(Seeds.generator(options.seed(), "collusion"));
        for (int i = 0; i < DRAWS; i++) {
            Collections.shuffle(drawn, random);
            sum += seenBy(Set.copyOf(drawn.subList(0, (int) (share * PEERS))));
        }

        assertThat(sum / DRAWS).isCloseTo(expected, Offset.offset(0.05));
    }

    /** It is asked where two routes or more arrive; a route names CSP, hops and destination. */
    @Test
    void theSosLearnsTheDestinationsOfThePingsThatItIsAskedAbout() {
        assertThat((double) askedTheSos.size() / PINGS).isCloseTo(0.92, Offset.offset(0.05));
        assertThat(askedTheSos)
                .flatMap(routes -> routes)
                .allSatisfy(
                        route -> assertThat(world.node(route.getFirst()).role()).isEqualTo(Role.CSP));
        long sendersNamed = 0;
        for (List<List<NodeId>> routes : askedTheSos) {
            NodeId destination = routes.getFirst().getLast();
            NodeId sender = senders.get(recipients.indexOf(destination));
            sendersNamed += routes.stream().anyMatch(route -> route.contains(sender)) ? 1 : 0;
        }
        assertThat((double) sendersNamed / PINGS).as("by chance, as a hop").isLessThan(0.05);
    }

    /** Who fetches a record asks the three that hold it, over links of his own: these learn who looks for whom. */
    @Test
    void whoFetchesARecordIsSeenByTheThreeThatHoldIt() {
        // Given
        NodeId owner = peers.getFirst();
        NodeId reader = peers.getLast();
        Shelf shelf = new Shelf(world);
        shelf.publish(owner, 1);
        world.network().filter((from, to, message) -> {
            if (message instanceof RecordMessage.Fetch fetch
                    && fetch.resource().equals(Shelf.resource(owner))
                    && fetch.kind() == Kind.USER.number()) {
                readersByHolder.computeIfAbsent(to, _ -> new TreeSet<>()).add(from);
            }
            return Optional.of(message);
        });

        // When
        assertThat(shelf.lostFor(world.node(reader))).isEmpty();

        // Then
        Set<NodeId> holders = world.replicas(Shelf.resource(owner)).stream()
                .map(SimulatedNode::id)
                .collect(Collectors.toSet());
        assertThat(readersByHolder.keySet()).isEqualTo(holders);
        assertThat(readersByHolder.values()).allMatch(readers -> readers.equals(Set.of(reader)));
    }

    private double seenBy(Set<NodeId> observers) {
        long seen = hopsOfPing.values().stream()
                .filter(hops -> hops.stream().anyMatch(observers::contains))
                .count();
        return (double) seen / PINGS;
    }
}
