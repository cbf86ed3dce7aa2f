package io.pigw.simulation.trust;

import io.pigw.simulation.SimulationOptions;
import io.pigw.simulation.world.Guidance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All ways of sending pings against one threat at one share of bad peers.
 *
 * @param threat what they do
 * @param share of the peers that are bad
 * @param arms one for each way
 */
public record TrustComparison(TrustThreat threat, double share, List<TrustPoint> arms) {

    /** Copies the list. */
    public TrustComparison {
        arms = List.copyOf(arms);
    }

    /** One route; three and five blindly; three with signatures, then with memory too, then with opinions too; three with an oracle. */
    public static List<TrustArm> standardArms() {
        return List.of(
                new TrustArm("1 route", 1, new Guidance.Signed()),
                new TrustArm("3 blind", 3, new Guidance.Blind()),
                new TrustArm("5 blind", 5, new Guidance.Blind()),
                new TrustArm("3 signed", 3, new Guidance.Signed()),
                new TrustArm("3 + memory", 3, new Guidance.Memory()),
                new TrustArm("3 + SOS", 3, Guidance.Server.DEFAULT),
                new TrustArm("3 + oracle", 3, new Guidance.Oracle()));
    }

    /**
     * How long pings are sent, and how many.
     *
     * @param overlay its size, and the first seed
     * @param seeds one or more
     * @param settling before pings count where opinions are to settle
     * @param measured while they count
     * @param perSecond pings a second
     */
    public record Plan(SimulationOptions overlay, int seeds, Duration settling, Duration measured, double perSecond) {}

    /**
     * From the results of all runs.
     *
     * @param runs for each arm one result a seed
     */
    public static TrustComparison of(
            TrustThreat threat, double share, List<TrustArm> arms, List<List<TrustResult>> runs) {
        List<TrustPoint> points = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            points.add(TrustPoint.of(arms.get(i), runs.get(i)));
        }
        return new TrustComparison(threat, share, points);
    }

    /** The worlds of one threat and share, one for each seed. */
    public static List<TrustOptions> worlds(TrustThreat threat, double share, Plan plan) {
        return IntStream.range(0, plan.seeds())
                .mapToObj(i ->
                        options(threat, share, plan).withSeed(plan.overlay().seed() + i))
                .toList();
    }

    private static TrustOptions options(TrustThreat threat, double share, Plan plan) {
        return new TrustOptions(
                plan.overlay(),
                threat.adversaries(),
                share,
                threat.liars(),
                plan.settling(),
                plan.measured(),
                plan.perSecond());
    }
}
