package io.pigw.cli.demo;

import java.io.PrintStream;
import java.util.Locale;

/** What people see of the demo. */
final class DemoReport {

    private static final double PAPER_TO_PEER_MILLIS = 326;
    private static final double PAPER_TO_IMS_MILLIS = 408;

    private final PrintStream out;

    DemoReport(PrintStream out) {
        this.out = out;
    }

    void title(DemoOptions options) {
        out.printf(
                Locale.ROOT,
                "PIGW demo: %d peers, %d CSPs and the gateway; every link is TCP with mutual TLS 1.3%n%n",
                options.peers(),
                options.csps());
    }

    void ready(long millis) {
        out.printf(Locale.ROOT, "%nReady after %.1f s.%n%n", millis / 1000.0);
    }

    void ladder(String title, Scenarios.Run run) {
        out.println("Scenario " + title);
        run.ladder().lines().forEach(line -> out.println("  " + line));
        if (run.problems().isEmpty()) {
            out.println("  ✔ every step and the text as expected");
        }
        run.problems().forEach(problem -> out.println("  ✘ " + problem));
        out.println();
    }

    void summary(DemoResult result, DemoOptions options) {
        double log = Math.log((double) result.nodes() / result.csps()) / Math.log(2);
        out.printf(
                Locale.ROOT,
                "%n%-28s %9s %9s %9s %9s   %s%n",
                "one message at a time",
                "messages",
                "mean/ms",
                "median/ms",
                "p99/ms",
                "the paper's mean (between machines; here loopback)");
        for (ScenarioResult scenario : result.scenarios()) {
            if (scenario.messages() > 0) {
                double paper = scenario.name().equals("ims-to-peer") ? PAPER_TO_PEER_MILLIS : PAPER_TO_IMS_MILLIS;
                out.printf(
                        Locale.ROOT,
                        "%-28s %9d %9.2f %9.2f %9.2f   %.0f ms, median %.0f times as fast%n",
                        scenario.name(),
                        scenario.messages(),
                        scenario.meanMillis(),
                        scenario.medianMillis(),
                        scenario.p99Millis(),
                        paper,
                        paper / scenario.medianMillis());
            }
        }
        ScenarioResult pinged = result.scenarios().getFirst();
        out.printf(
                Locale.ROOT,
                "mean hops of a PingRequest   %9.2f   the paper: log2(N/S) = %.2f (%d routes a message)%n",
                pinged.meanHops(),
                log,
                options.routes());
        out.printf(
                Locale.ROOT,
                "total hops                   %9.2f   the paper: 3 + log2(N/S) = %.2f; back: 3%n%n",
                pinged.totalHops(),
                3 + log);
        for (ScenarioResult scenario : result.scenarios()) {
            scenario.problems().forEach(problem -> out.println("✘ " + scenario.name() + ": " + problem));
        }
        out.println(result.passed() ? "All three scenarios passed." : "FAILED: see the lines marked ✘.");
    }
}
