package io.pigw.cli;

import io.pigw.simulation.trust.TrustArm;
import io.pigw.simulation.trust.TrustComparison;
import io.pigw.simulation.trust.TrustOptions;
import io.pigw.simulation.trust.TrustResult;
import io.pigw.simulation.trust.TrustRun;
import io.pigw.simulation.trust.TrustThreat;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs worlds side by side, as many as there are processors: each is on one thread, and knows of no other. */
final class TrustRuns {

    private TrustRuns() {}

    /** @param ended called after each run, on any thread */
    static TrustComparison compare(
            TrustThreat threat, double share, List<TrustArm> arms, TrustComparison.Plan plan, Runnable ended) {
        try (ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<List<Future<TrustResult>>> runs = new ArrayList<>();
            for (TrustArm arm : arms) {
                List<Future<TrustResult>> ofArm = new ArrayList<>();
                for (TrustOptions world : TrustComparison.worlds(threat, share, plan)) {
                    ofArm.add(threads.submit(() -> {
                        TrustResult result = TrustRun.run(world, arm);
                        ended.run();
                        return result;
                    }));
                }
                runs.add(ofArm);
            }
            try {
                return TrustComparison.of(
                        threat,
                        share,
                        arms,
                        runs.stream()
                                .map(ofArm ->
                                        ofArm.stream().map(TrustRuns::result).toList())
                                .toList());
            } catch (RuntimeException failed) {
                threads.shutdownNow();
                throw failed;
            }
        }
    }

    private static TrustResult result(Future<TrustResult> run) {
        try {
            return run.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
