package io.pigw.simulation.world;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.adversary.Adversary;
import io.pigw.simulation.adversary.Conspiracy;
import io.pigw.simulation.network.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** An attack on a world: when bad nodes come and go, what certificate they bear, and whom joiners are told to ask. */
final class Campaign {

    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final int FALSE_CSPS = 2;

    private final World world;
    private final Corruption corruption;
    private final Conspiracy conspiracy;
    private final RandomGenerator random;

    Campaign(World world, Corruption corruption, Conspiracy conspiracy) {
        this.world = world;
        this.corruption = corruption;
        this.conspiracy = conspiracy;
        this.random = Seeds.generator(world.options().seed(), "campaign");
    }

    void begin() {
        conspiracy.begin();
        for (Adversary adversary : corruption.adversaries()) {
            switch (adversary) {
                case Adversary.JoinLeave restless ->
                    corruption.nodes().forEach(id -> scheduleDeparture(id, restless.stay()));
                case Adversary.OtherOverlay _ -> corruption.nodes().forEach(this::comeBackAsForeigner);
                case Adversary.Drop _,
                        Adversary.Tamper _,
                        Adversary.Misroute _,
                        Adversary.Replay _,
                        Adversary.ForgeRoute _,
                        Adversary.PoisonTable _,
                        Adversary.Eclipse _,
                        Adversary.Wormhole _,
                        Adversary.Flood _,
                        Adversary.FalseResponse _,
                        Adversary.BadStorage _,
                        Adversary.FalseBootstrap _,
                        Adversary.OnOff _,
                        Adversary.BadMouth _,
                        Adversary.Collude _,
                        Adversary.Whitewash _ -> {}
            }
        }
    }

    /** Bad nodes behave from now on: those that had left are back, those of another overlay are gone. */
    void end() {
        conspiracy.end();
        for (NodeId id : corruption.nodes()) {
            if (world.isForeign(id)) {
                world.crash(id, false);
            } else if (!world.node(id).isUp() && isRestless()) {
                world.join(id);
            }
        }
    }

    /** The CSPs as a joiner is told them: during a false bootstrap some that are none stand first. */
    List<NodeContact> bootstrap(List<NodeContact> csps) {
        boolean lies = conspiracy.isActive()
                && corruption.adversaries().stream().anyMatch(a -> a instanceof Adversary.FalseBootstrap);
        if (!lies) {
            return csps;
        }
        List<NodeContact> told = new ArrayList<>();
        List<NodeId> bad = new ArrayList<>(corruption.nodes());
        for (int i = 0; i < FALSE_CSPS && !bad.isEmpty(); i++) {
            NodeContact liar = Placement.contact(bad.get(random.nextInt(bad.size())));
            HostPort itsAddress = liar.address();
            told.add(liar);
            told.add(new NodeContact(csps.getFirst().id(), itsAddress));
        }
        told.addAll(csps);
        return told;
    }

    private void scheduleDeparture(NodeId id, Duration stay) {
        world.time().schedule(atMost(stay), () -> {
            if (!conspiracy.isActive()) {
                return;
            }
            if (world.node(id).isUp()) {
                if (random.nextBoolean()) {
                    world.leave(id);
                } else {
                    world.crash(id, random.nextBoolean());
                }
            }
            world.time().schedule(AWAY.plus(atMost(stay)), () -> {
                if (conspiracy.isActive() && !world.node(id).isUp()) {
                    world.join(id);
                }
                scheduleDeparture(id, stay);
            });
        });
    }

    private boolean isRestless() {
        return corruption.adversaries().stream().anyMatch(adversary -> adversary instanceof Adversary.JoinLeave);
    }

    private void comeBackAsForeigner(NodeId id) {
        world.crash(id, random.nextBoolean());
        world.time().schedule(AWAY.plus(atMost(AWAY)), () -> {
            if (conspiracy.isActive()) {
                world.joinAsForeigner(id);
            }
        });
    }

    private Duration atMost(Duration longest) {
        return Duration.ofNanos((long) (longest.toNanos() * random.nextDouble()));
    }
}
