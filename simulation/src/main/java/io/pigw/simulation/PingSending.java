package io.pigw.simulation;

import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.ping.PingOutcome;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.world.RouteOracle;
import io.pigw.simulation.world.SimulatedNode;
import io.pigw.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Sends pings as one arm says, and counts. */
final class PingSending {

    /** CSPs that are tried one after the other, the serving one first. */
    private static final int ORIGINS_IN_TURN = 3;

    private final World world;
    private final RouteOracle oracle;
    private final Arm arm;
    private int attempts;
    private int delivered;
    private int possible;

    PingSending(World world, Arm arm) {
        this.world = world;
        this.oracle = new RouteOracle(world);
        this.arm = arm;
    }

    /** @param found told of the one outcome that counts, if there is one */
    void ping(NodeId destination, Consumer<PingOutcome.Located> found) {
        attempts++;
        List<SimulatedNode> csps = world.cspsFor(destination);
        switch (arm.origins()) {
            case RESPONSIBLE -> inTurn(csps.subList(0, 1), destination, found);
            case SPREAD -> atOnce(evenly(csps, arm.routes()), destination, found);
            case THEN_OTHERS -> inTurn(evenly(csps, ORIGINS_IN_TURN), destination, found);
            case OTHER_WAYS -> byOtherWays(csps.getFirst(), destination, found);
        }
    }

    Delivery result() {
        return new Delivery(arm, (double) delivered / attempts, (double) possible / attempts);
    }

    private void atOnce(List<SimulatedNode> origins, NodeId destination, Consumer<PingOutcome.Located> found) {
        possible += origins.stream().anyMatch(origin -> oracle.reaches(origin, destination, 1)) ? 1 : 0;
        boolean[] done = new boolean[1];
        for (SimulatedNode origin : origins) {
            world.ping(origin, destination, 1, PingOptions.Origins.RESPONSIBLE, outcome -> {
                if (outcome instanceof PingOutcome.Located located && !done[0]) {
                    done[0] = true;
                    delivered++;
                    found.accept(located);
                }
            });
        }
    }

    private void byOtherWays(SimulatedNode origin, NodeId destination, Consumer<PingOutcome.Located> found) {
        possible += oracle.reachesByOtherWays(origin, destination, arm.routes()) ? 1 : 0;
        world.ping(origin, destination, arm.routes(), PingOptions.Origins.BOTH, outcome -> {
            if (outcome instanceof PingOutcome.Located located) {
                delivered++;
                found.accept(located);
            }
        });
    }

    private void inTurn(List<SimulatedNode> origins, NodeId destination, Consumer<PingOutcome.Located> found) {
        possible += origins.stream().anyMatch(origin -> oracle.reaches(origin, destination, arm.routes())) ? 1 : 0;
        next(origins, 0, destination, found);
    }

    private void next(List<SimulatedNode> origins, int turn, NodeId destination, Consumer<PingOutcome.Located> found) {
        world.ping(origins.get(turn), destination, arm.routes(), PingOptions.Origins.RESPONSIBLE, outcome -> {
            switch (outcome) {
                case PingOutcome.Located located -> {
                    delivered++;
                    found.accept(located);
                }
                case PingOutcome.NotFound _ -> {
                    if (turn + 1 < origins.size()) {
                        next(origins, turn + 1, destination, found);
                    }
                }
            }
        });
    }

    /** The CSP that serves the destination, and others evenly around the ring. */
    private static List<SimulatedNode> evenly(List<SimulatedNode> csps, int wanted) {
        int count = Math.min(wanted, csps.size());
        List<SimulatedNode> origins = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            origins.add(csps.get(i * csps.size() / count));
        }
        return origins;
    }
}
