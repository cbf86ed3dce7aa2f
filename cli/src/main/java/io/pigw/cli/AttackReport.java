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
import org.jspecify.annotations.Nullable;

/**
 * Rows of runs under attack.
 *
 * @param nodes of the overlay
 * @param csps of them
 * @param routes of the ways that send several copies
 * @param attempts pings of each run, each sent in every way
 * @param adversaries by name
 * @param churn peers a second
 * @param partition {@code FROM..TO} in seconds; null for none
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
        @Nullable String partition,
        String interval,
        List<AttackPoint> points) {

    private static final String STUDENT = "95 %, Student t over seeds";
    private static final String DROP = new Adversary.Drop().label();
    private static final String BAD_STORAGE = new Adversary.BadStorage(null).label();
    private static final String BOUND = "bound";
    private static final String HONEST_ROUTE = "honest route";
    private static final String NO_INTERVAL = "none of one seed";

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
            Estimate fetched = point.records();
            progress.end((fetched == null ? "" : "found " + percent(fetched.mean()) + ", ")
                    + "delivered "
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
                first.partition() == null ? null : first.partition().text(),
                seeds == 1 ? NO_INTERVAL : STUDENT,
                points);
    }

    /** Whether nobody but those who fetch records is attacked: pings are as among honest nodes. */
    boolean areRecordsAlone() {
        return points.getFirst().records() != null
                && adversaries.stream().allMatch(label -> label.startsWith(BAD_STORAGE));
    }

    /**
     * What the share of pings to which a route of honest nodes led is: no more are answered where bad peers drop them. Others let
     * pings through, and while peers come and go, or a partition is healed, routes are other ones than when a ping was sent.
     */
    private String possible() {
        boolean dropped = !adversaries.isEmpty() && adversaries.stream().allMatch(DROP::equals);
        return dropped && churn == 0 && partition == null ? BOUND : HONEST_ROUTE;
    }

    /** For people. */
    String table() {
        boolean pings = !areRecordsAlone();
        boolean records = points.getFirst().records() != null;
        List<String> heads = new ArrayList<>(List.of("bad"));
        if (pings) {
            points.getFirst().arms().forEach(arm -> {
                heads.add(arm.arm().label());
                heads.add(possible());
            });
        }
        if (records) {
            heads.add("records");
            heads.add(BOUND);
        }
        heads.add("healed");
        Table table = new Table(heads.toArray(String[]::new));
        points.forEach(point -> table.add(cells(point, pings)));
        return table + summary(pings);
    }

    private String[] cells(AttackPoint point, boolean pings) {
        List<String> cells = new ArrayList<>(List.of(String.format(Locale.ROOT, "%.0f %%", 100 * point.share())));
        if (pings) {
            point.arms().forEach(arm -> {
                cells.add(interval(arm.delivered()));
                cells.add(percent(arm.bound().mean()));
            });
        }
        Estimate fetched = point.records();
        Estimate bound = point.recordsBound();
        if (fetched != null && bound != null) {
            cells.add(interval(fetched));
            cells.add(percent(bound.mean()));
        }
        cells.add(String.format(Locale.ROOT, "%.0f s", point.longestHealingSeconds()));
        return cells.toArray(String[]::new);
    }

    private String summary(boolean pings) {
        int seeds = seeds();
        return String.format(
                        Locale.ROOT,
                        "%d nodes, %d CSPs, %d %s a run, %d %s; intervals: %s\n",
                        nodes,
                        csps,
                        attempts,
                        pings ? "pings" : "fetches",
                        seeds,
                        seeds == 1 ? "seed" : "seeds",
                        interval)
                + (pings && possible().equals(HONEST_ROUTE)
                        ? HONEST_ROUTE + ": when the ping was sent, one without a bad node led to its destination\n"
                        : "")
                + String.format(
                        Locale.ROOT,
                        "adversary: %s; churn: %s; partition: %s",
                        adversaries.isEmpty() ? "none" : String.join(", ", adversaries),
                        churn == 0 ? "none" : String.format(Locale.ROOT, "%s peers a second", churn),
                        partition == null ? "none" : partition + " s");
    }

    private int seeds() {
        return points.getFirst().runs().size();
    }

    private String interval(Estimate estimate) {
        return seeds() == 1
                ? percent(estimate.mean()) + " (–)"
                : String.format(
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
