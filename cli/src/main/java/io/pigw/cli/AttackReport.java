package io.pigw.cli;

import io.pigw.simulation.AttackOptions;
import io.pigw.simulation.AttackPoint;
import io.pigw.simulation.AttackResult;
import io.pigw.simulation.AttackRun;
import io.pigw.simulation.Estimate;
import io.pigw.simulation.adversary.Adversary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rows of runs under attack.
 *
 * @param nodes of the overlay
 * @param csps of them
 * @param routes of the ways that send several copies
 * @param attempts pings of each run, each sent in every way
 * @param adversaries by name
 * @param churn peers a second
 * @param interval what the intervals are
 * @param points one for each share
 */
record AttackReport(
        int nodes,
        int csps,
        int routes,
        int attempts,
        List<String> adversaries,
        double churn,
        String interval,
        List<AttackPoint> points) {

    private static final String STUDENT = "95 %, Student t over seeds";

    /** Runs all of them, one after the other. */
    static AttackReport run(List<AttackOptions> rows, int seeds, Progress progress) {
        List<AttackPoint> points = new ArrayList<>();
        for (AttackOptions row : rows) {
            progress.begin(String.format(Locale.ROOT, "%.0f %% bad", 100 * row.share()));
            List<AttackResult> runs = new ArrayList<>();
            for (int i = 0; i < seeds; i++) {
                progress.update(i, seeds);
                runs.add(AttackRun.run(row.withSeed(row.overlay().seed() + i)));
            }
            AttackPoint point = AttackPoint.of(runs);
            points.add(point);
            progress.end("delivered "
                    + String.join(
                            ", ",
                            point.arms().stream()
                                    .map(arm -> percent(arm.delivered().mean()))
                                    .toList()));
        }
        AttackOptions first = rows.getFirst();
        return new AttackReport(
                first.overlay().nodes(),
                first.overlay().csps(),
                first.overlay().routes(),
                first.overlay().attempts(),
                first.adversaries().stream().map(Adversary::label).toList(),
                first.churn(),
                STUDENT,
                points);
    }

    /** For people. */
    String table() {
        List<String> heads = new ArrayList<>(List.of("bad"));
        points.getFirst().arms().forEach(arm -> {
            heads.add(arm.arm().label());
            heads.add("bound");
        });
        boolean records = points.getFirst().records() != null;
        if (records) {
            heads.add("records");
            heads.add("bound");
        }
        heads.add("healed");
        Table table = new Table(heads.toArray(String[]::new));
        for (AttackPoint point : points) {
            List<String> cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%.0f %%", 100 * point.share())));
            point.arms().forEach(arm -> {
                cells.add(interval(arm.delivered()));
                cells.add(percent(arm.bound().mean()));
            });
            Estimate fetched = point.records();
            Estimate bound = point.recordsBound();
            if (fetched != null && bound != null) {
                cells.add(interval(fetched));
                cells.add(percent(bound.mean()));
            }
            cells.add(String.format(Locale.ROOT, "%.0f s", point.longestHealingSeconds()));
            table.add(cells.toArray(String[]::new));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "%d nodes, %d CSPs, %d pings a run, %d seeds; intervals: %s",
                        nodes,
                        csps,
                        attempts,
                        points.getFirst().runs().size(),
                        interval);
    }

    private static String interval(Estimate estimate) {
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
