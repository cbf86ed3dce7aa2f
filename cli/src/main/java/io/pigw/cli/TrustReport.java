package io.pigw.cli;

import io.pigw.simulation.Estimate;
import io.pigw.simulation.trust.TrustArm;
import io.pigw.simulation.trust.TrustComparison;
import io.pigw.simulation.trust.TrustPoint;
import io.pigw.simulation.trust.TrustThreat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Ways of sending pings compared.
 *
 * @param plan how long and how many
 * @param comparisons one for each threat and share
 */
record TrustReport(TrustComparison.Plan plan, List<TrustComparison> comparisons) {

    /** Runs all of them, one after the other. */
    static TrustReport run(
            List<TrustThreat> threats, List<Double> shares, TrustComparison.Plan plan, Progress progress) {
        List<TrustArm> arms = TrustComparison.standardArms();
        List<TrustComparison> comparisons = new ArrayList<>();
        for (TrustThreat threat : threats) {
            for (double share : shares) {
                progress.begin(String.format(Locale.ROOT, "%s, %.0f %% bad", threat.label(), 100 * share));
                AtomicInteger ended = new AtomicInteger();
                int runs = arms.size() * plan.seeds();
                TrustComparison comparison = TrustRuns.compare(threat, share, arms, plan, () -> {
                    synchronized (progress) {
                        progress.update(ended.incrementAndGet(), runs);
                    }
                });
                comparisons.add(comparison);
                progress.end("delivered "
                        + String.join(
                                ", ",
                                comparison.arms().stream()
                                        .map(point -> point.arm().label() + " "
                                                + percent(point.delivered().mean()))
                                        .toList()));
            }
        }
        return new TrustReport(plan, comparisons);
    }

    /** For people. */
    String table() {
        Table table = new Table(
                "threat",
                "bad",
                "way",
                "delivered",
                "first minute",
                "messages",
                "of them for trust",
                "detected",
                "after",
                "honest avoided",
                "condemned, a seed",
                "honest condemned, all seeds");
        for (TrustComparison comparison : comparisons) {
            for (TrustPoint point : comparison.arms()) {
                table.add(cells(comparison, point));
            }
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%d nodes, %d CSPs, %.0f pings a second, %d %s; opinions settle for %d s, then pings count for %d s.%n"
                                + "Intervals: %s. Messages: for each ping. Detected: of the bad nodes that were used.",
                        plan.overlay().nodes(),
                        plan.overlay().csps(),
                        plan.perSecond(),
                        plan.seeds(),
                        plan.seeds() == 1 ? "seed" : "seeds",
                        plan.settling().toSeconds(),
                        plan.measured().toSeconds(),
                        plan.seeds() == 1 ? "none of one seed" : "95 %, Student t over seeds");
    }

    private static String[] cells(TrustComparison comparison, TrustPoint point) {
        boolean served = point.trustMessages() > 0;
        Estimate messages = point.messages();
        return new String[] {
            comparison.threat().label(),
            String.format(Locale.ROOT, "%.0f %%", 100 * comparison.share()),
            point.arm().label(),
            interval(point.delivered()),
            percent(point.deliveredAtFirst().mean()),
            messages.low() == messages.high()
                    ? String.format(Locale.ROOT, "%.1f", messages.mean())
                    : String.format(
                            Locale.ROOT,
                            "%.1f (%.1f to %.1f)",
                            messages.mean(),
                            Math.max(0, messages.low()),
                            messages.high()),
            served ? String.format(Locale.ROOT, "%.1f", point.trustMessages()) : "–",
            served ? percent(point.detected()) : "–",
            served ? seconds(point.detectionSeconds()) : "–",
            served ? String.format(Locale.ROOT, "%.2f %%", 100 * point.avoided()) : "–",
            served ? String.format(Locale.ROOT, "%.1f", point.condemned()) : "–",
            served ? String.valueOf(point.wronglyCondemned()) : "–"
        };
    }

    /** For machines. */
    Plain plain() {
        return new Plain(
                plan.overlay().nodes(),
                plan.overlay().csps(),
                plan.perSecond(),
                plan.seeds(),
                plan.settling().toSeconds(),
                plan.measured().toSeconds(),
                comparisons.stream()
                        .flatMap(comparison -> comparison.arms().stream().map(point -> Row.of(comparison, point)))
                        .toList());
    }

    /** The report without what cannot be written as JSON. */
    record Plain(
            int nodes,
            int csps,
            double pingsPerSecond,
            int seeds,
            long settlingSeconds,
            long measuredSeconds,
            List<Row> rows) {}

    /** One way against one threat at one share. */
    record Row(
            String threat,
            double share,
            double liars,
            String way,
            int routes,
            Estimate delivered,
            Estimate deliveredInFirstMinute,
            Estimate messages,
            double trustMessages,
            @Nullable Double detected,
            @Nullable Double detectionSeconds,
            @Nullable Double honestAvoided,
            @Nullable Double condemned,
            @Nullable Integer honestCondemned) {

        /** Where there is no opinion server, nobody is found out. */
        private static Row of(TrustComparison comparison, TrustPoint point) {
            boolean served = point.trustMessages() > 0;
            return new Row(
                    comparison.threat().label(),
                    comparison.share(),
                    comparison.threat().liars(),
                    point.arm().label(),
                    point.arm().routes(),
                    point.delivered(),
                    point.deliveredAtFirst(),
                    point.messages(),
                    point.trustMessages(),
                    served ? point.detected() : null,
                    Double.isNaN(point.detectionSeconds()) ? null : point.detectionSeconds(),
                    served ? point.avoided() : null,
                    served ? point.condemned() : null,
                    served ? point.wronglyCondemned() : null);
        }
    }

    private static String seconds(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.0f s", value);
    }

    private static String interval(Estimate estimate) {
        if (estimate.low() == estimate.high()) {
            return percent(estimate.mean());
        }
        return String.format(
                Locale.ROOT,
                "%s (%s to %s)",
                percent(estimate.mean()),
                percent(estimate.low()),
                percent(estimate.high()));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
