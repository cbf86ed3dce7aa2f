package io.pigw.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingOptions.Origins;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.simulation.adversary.Adversaries;
import io.pigw.simulation.adversary.Adversary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A quarter of the peers attacks, in each of the ways that there are. The watch on a world ends the run at a violation. */
class AdversaryTest {

    private static final WorldOptions OPTIONS = WorldOptions.of(16, 2, 8).withArcProofs();

    /** One in which routes lead over bad nodes that pass pings on, which in so small a ring is rare. */
    private static final WorldOptions WITH_BAD_HOPS = WorldOptions.of(16, 2, 9).withArcProofs();

    private static final int PEERS = 40;
    private static final int BAD = 10;
    private static final int ATTACK_SECONDS = 60;
    private static final NodeId LATECOMER = NodeId.of(12_345);

    static Stream<Adversary> adversaries() {
        return Stream.concat(
                Adversaries.ALL.stream(),
                Adversaries.AGAINST_OPINIONS.stream().filter(adversary -> !(adversary instanceof Adversary.BadMouth)));
    }

    @ParameterizedTest
    @MethodSource("adversaries")
    void honestNodesHoldTheirOwnUnderAttackAndTheRingHealsAfterIt(Adversary adversary) {
        // Given
        Attack attack =
                new Attack(List.of(adversary), adversary instanceof Adversary.Wormhole ? WITH_BAD_HOPS : OPTIONS);

        // When
        attack.run(ATTACK_SECONDS);

        // Then: the attack was one, and nothing of it is left when it is over
        assertThat(attack.shows(adversary)).as(adversary.label()).isTrue();
        assertThat(attack.threeRoutes)
                .filteredOn(outcome -> outcome instanceof PingOutcome.Located)
                .hasSizeGreaterThan(ATTACK_SECONDS / 2);
        attack.world.standDown();
        Worlds.settle(attack.world, attack.world.live().size());
        assertThat(attack.world.honest()).extracting(SimulatedNode::id).contains(LATECOMER);
        for (SimulatedNode peer : Worlds.peers(attack.world)) {
            assertThat(attack.world.pingAndWait(peer.id())).isInstanceOf(PingOutcome.Located.class);
        }
    }

    @Test
    void allOfThemTogetherLeaveTheSameTraceTwice() {
        // When
        Attack once = new Attack(Adversaries.ALL, OPTIONS);
        once.run(10);
        Attack again = new Attack(Adversaries.ALL, OPTIONS);
        again.run(10);

        // Then
        assertThat(again.world.network().traceHash())
                .isEqualTo(once.world.network().traceHash());
        assertThat(again.oneRoute).isEqualTo(once.oneRoute);
    }

    /** A world at rest in which the attack has begun, and what is seen of it. */
    private static final class Attack {
        private final World world;
        private final List<PingOutcome> oneRoute = new ArrayList<>();
        private final List<PingOutcome> threeRoutes = new ArrayList<>();
        private int mostWrong;
        private final long sentBefore;
        private int joinsAtBadNodes;
        private int rejected;
        private boolean leftTheTables;
        private boolean namedPhantoms;

        Attack(List<Adversary> adversaries, WorldOptions options) {
            world = Worlds.settled(options, PEERS, corruption(adversaries, options));
            world.network().filter((_, to, message) -> {
                joinsAtBadNodes += message instanceof ChordMessage.JoinRequest
                                && world.corruption().isBad(to)
                        ? 1
                        : 0;
                leftTheTables |= message instanceof PingRequest ping && leavesTheTables(ping);
                namedPhantoms |= message instanceof ChordMessage.UpdateAnswer update
                        && update.successors().stream().anyMatch(named -> !isOfThisWorld(named));
                return Optional.of(message);
            });
            sentBefore = world.network().messagesSent();
            world.attack();
        }

        void run(int seconds) {
            List<NodeId> honest = world.honest().stream()
                    .filter(node -> node.role() == Role.PEER)
                    .map(SimulatedNode::id)
                    .toList();
            NodeId target = world.corruption().target();
            for (int i = 0; i < seconds; i++) {
                if (i == seconds / 2) {
                    world.join(LATECOMER);
                }
                NodeId destination = target != null ? target : honest.get(i % honest.size());
                world.ping(world.cspFor(destination), destination, 1, Origins.RESPONSIBLE, oneRoute::add);
                NodeId other = honest.get((i + 1) % honest.size());
                world.ping(world.cspFor(other), other, 3, threeRoutes::add);
                publish(world.node(honest.get(i % honest.size())), i);
                fetch(world.node(other), honest.get(random(i, honest.size())));
                world.time().runFor(Duration.ofSeconds(1));
                mostWrong = Math.max(mostWrong, RingInvariants.violations(world).size());
                assertThat(nobodyNamesAPhantom()).isTrue();
            }
            world.time().runFor(Duration.ofSeconds(3));
            assertThat(oneRoute).hasSize(seconds);
            assertThat(threeRoutes).hasSize(seconds);
        }

        private void publish(SimulatedNode owner, int number) {
            HeldValue value = owner.writer()
                    .value(
                            resource(owner.id()),
                            Kind.USER,
                            RecordKey.of(owner.id()),
                            number,
                            user(owner.id()),
                            Bytes.utf8("version " + number));
            owner.records().store(resource(owner.id()), List.of(value), _ -> {});
        }

        /** The watch looks at what comes of it. */
        private void fetch(SimulatedNode reader, NodeId owner) {
            if (reader.isUp() && reader.chord().isMember()) {
                world.fetch(reader, resource(owner), Kind.USER, result -> rejected += result.rejected());
            }
        }

        private static int random(int i, int size) {
            return i / 2 % size;
        }

        private static Party.User user(NodeId owner) {
            return new Party.User("user" + owner, World.OVERLAY);
        }

        private static ResourceId resource(NodeId owner) {
            return SignedContent.resource(World.OVERLAY, user(owner));
        }

        /** Whether there is a sign of the attack: without it, this test would prove nothing. */
        boolean shows(Adversary adversary) {
            Counts counts = world.counts();
            return switch (adversary) {
                case Adversary.Drop _,
                        Adversary.Eclipse _,
                        Adversary.OnOff _,
                        Adversary.BadMouth _,
                        Adversary.Collude _,
                        Adversary.Whitewash _ ->
                    oneRoute.stream().anyMatch(outcome -> outcome instanceof PingOutcome.NotFound);
                case Adversary.Tamper _ ->
                    counts.dropped(PingDrop.BAD_SIGNATURE) > 0
                            && world.network().malformed() > 0;
                case Adversary.Misroute _, Adversary.Wormhole _ -> leftTheTables;
                case Adversary.Replay _ -> counts.dropped(PingDrop.DUPLICATE) > 0;
                case Adversary.ForgeRoute _ ->
                    counts.dropped(PingDrop.BAD_SIGNATURE) > 0 && counts.dropped(PingDrop.WRONG_LINK) > 0;
                case Adversary.PoisonTable _ -> namedPhantoms;
                case Adversary.JoinLeave _ -> mostWrong > PEERS / 4;
                case Adversary.Flood flood ->
                    world.network().messagesSent() - sentBefore > (long) flood.perSecond() * BAD * ATTACK_SECONDS;
                case Adversary.FalseResponse _ -> counts.dropped(PingDrop.UNEXPECTED_ANSWER) > 0;
                case Adversary.BadStorage _ -> rejected > 0;
                case Adversary.FalseBootstrap _ -> joinsAtBadNodes > 0;
                case Adversary.OtherOverlay _ -> world.network().linksRefused() > 0 && nobodyNamesAForeigner();
            };
        }

        /** Whether a route has a link to a node that the one before does not know, or that lies past the destination. */
        private boolean leavesTheTables(PingRequest ping) {
            List<NodeId> route = ping.nodes();
            return IntStream.range(1, route.size())
                    .anyMatch(i -> !knows(world.node(route.get(i - 1)), route.get(i))
                            || !OPTIONS.ring()
                                    .isInSuccessorInterval(route.get(i), route.get(i - 1), ping.destination()));
        }

        private boolean isOfThisWorld(NodeContact named) {
            return world.find(named.id())
                    .filter(node -> node.contact().equals(named))
                    .isPresent();
        }

        /** Whether all neighbours of honest nodes are there: nobody got in by another's word. */
        private boolean nobodyNamesAPhantom() {
            return world.honest().stream()
                    .map(SimulatedNode::chord)
                    .flatMap(chord -> Stream.concat(chord.successors().stream(), chord.predecessors().stream()))
                    .allMatch(this::isOfThisWorld);
        }

        private boolean nobodyNamesAForeigner() {
            Set<NodeId> foreigners = world.corruption().nodes();
            return world.honest().stream()
                    .flatMap(Attack::known)
                    .noneMatch(contact -> foreigners.contains(contact.id()));
        }

        private static boolean knows(SimulatedNode node, NodeId other) {
            return known(node).anyMatch(contact -> contact.id().equals(other));
        }

        private static Stream<NodeContact> known(SimulatedNode node) {
            return Stream.of(
                            node.chord().successors(),
                            node.chord().predecessors(),
                            node.chord().fingers())
                    .flatMap(List::stream);
        }

        /** Those of an eclipse stand nearest before their target, whatever the CA would have said to that. */
        private static Corruption corruption(List<Adversary> adversaries, WorldOptions options) {
            List<NodeId> peers = Worlds.ids(options, PEERS);
            Corruption drawn = Corruption.of(peers, (double) BAD / PEERS, adversaries, options.seed());
            NodeId target = drawn.target();
            if (target == null) {
                return drawn;
            }
            Set<NodeId> nearest = peers.stream()
                    .filter(id -> !id.equals(target))
                    .sorted(Comparator.comparing(id -> options.ring().distance(id, target)))
                    .limit(BAD)
                    .collect(Collectors.toSet());
            return new Corruption(nearest, adversaries, target);
        }
    }
}
