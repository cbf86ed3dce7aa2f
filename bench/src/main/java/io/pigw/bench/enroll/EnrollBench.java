package io.pigw.bench.enroll;

import io.pigw.bench.BenchException;
import io.pigw.bench.BenchProgress;
import io.pigw.bench.Commit;
import io.pigw.bench.DiskSync;
import io.pigw.bench.Machine;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.HdrHistogram.Histogram;

/**
 * Measures how fast a server of default settings, but for the limit of one address, issues certificates and says what is revoked.
 * Blocks; not for a loop.
 */
public final class EnrollBench {

    /** More than the server can use up. */
    private static final int TOKENS_A_SECOND = 1_500;

    private static final int MAX_TOKENS = 20_000;

    /** All clients have one address. */
    static final String NO_LIMIT =
            "policy: {renewAfterPercent: 0, rates: {address: {burst: 100000, perHour: 1000000}}}\n";

    private static final String PUBLISH = "publish: {listen: 127.0.0.1:0}\n";

    private static final List<Integer> CRL_SIZES = List.of(1_000, 10_000, 100_000);

    /** So many certificates are asked about again and again: after the first time the answers are signed. */
    private static final int ASKED_AGAIN = 50;

    /** Each needs a TLS context of its own. */
    private static final int MAX_RENEWALS = 3_000;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    private final EnrollBenchOptions options;
    private final BenchProgress progress;
    private final Loops loops;
    private final EnrollmentServer server;
    private final EstRequests requests;
    private final EstDialler dialler;
    private final List<Enrolled> enrolled = new ArrayList<>();

    /** A node, with the answer to its enrollment. */
    private record Enrolled(PrivateKey key, Bytes answer) {}

    private EnrollBench(
            EnrollBenchOptions options,
            BenchProgress progress,
            Loops loops,
            EnrollmentServer server,
            EstRequests requests)
            throws IOException {
        this.options = options;
        this.progress = progress;
        this.loops = loops;
        this.server = server;
        this.requests = requests;
        this.dialler = new EstDialler(loops, server.address(), server.root());
    }

    /**
     * Runs the profile.
     *
     * @param directory for database, keys and log of the server; the caller's to delete
     * @throws BenchException if the server does not start or refuses
     */
    public static EnrollReport run(EnrollBenchOptions options, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        return run(options, CRL_SIZES, directory, progress);
    }

    static EnrollReport run(EnrollBenchOptions options, List<Integer> crlSizes, Path directory, BenchProgress progress)
            throws IOException, InterruptedException, GeneralSecurityException {
        Machine machine = Machine.current();
        double syncMillis = DiskSync.medianMillis(directory);
        List<EnrollReport.Row> rows = new ArrayList<>();
        try (Loops loops = Loops.open(1);
                EnrollmentServer server = EnrollmentServer.start(directory, options.heap(), NO_LIMIT + PUBLISH)) {
            EnrollBench bench = new EnrollBench(
                    options, progress, loops, server, new EstRequests(server.address(), new SecureRandom()));
            if (!options.warmUp().isZero()) {
                bench.enroll("Warm-up", true, options.warmUp());
            }
            rows.add(bench.enroll("enroll, connections kept", true, options.phase()));
            rows.add(bench.enroll("enroll, a connection each", false, options.phase()));
            rows.add(bench.renew("renew, a connection each"));
            rows.add(bench.ask("OCSP, answers signed before"));
        }
        List<EnrollReport.CrlRow> crls;
        try (CrlBench bench = new CrlBench(directory)) {
            crls = bench.run(crlSizes, progress);
        }
        return new EnrollReport(
                "enroll",
                machine,
                syncMillis,
                System.getProperty("java.vm.vendor") + " " + Runtime.version(),
                Commit.current(),
                options.phase().toSeconds(),
                options.connections(),
                rows,
                crls);
    }

    private EnrollReport.Row enroll(String what, boolean kept, Duration length)
            throws IOException, InterruptedException {
        progress.begin(what + ": tokens");
        List<Job> jobs = new ArrayList<>();
        int count = (int) Math.min(MAX_TOKENS, TOKENS_A_SECOND * length.toSeconds());
        enrolled.clear();
        for (String token : server.tokens(count)) {
            KeyPair pair = requests.key();
            jobs.add(new Job(
                    dialler,
                    Bytes.copyOf(requests.enroll(token, pair)),
                    body -> enrolled.add(new Enrolled(pair.getPrivate(), Bytes.copyOf(body)))));
        }
        progress.end(count + " made");
        return row(what, jobs.iterator(), kept, length);
    }

    /** Each node that was enrolled last renews once. */
    private EnrollReport.Row renew(String what) throws IOException, InterruptedException {
        progress.begin(what + ": nodes");
        List<Job> jobs = new ArrayList<>();
        for (Enrolled node : enrolled.subList(0, Math.min(enrolled.size(), MAX_RENEWALS))) {
            EstDialler own = new EstDialler(
                    loops,
                    server.address(),
                    server.root(),
                    node.key(),
                    Chains.read(node.answer().toArray()));
            jobs.add(new Job(own, Bytes.copyOf(requests.renew(requests.key())), _ -> {}));
        }
        progress.end(jobs.size() + " ready");
        return row(what, jobs.iterator(), false, options.phase());
    }

    private EnrollReport.Row ask(String what) throws IOException, InterruptedException, GeneralSecurityException {
        progress.begin(what);
        OcspBench ocsp = new OcspBench(server.published(), options.connections());
        List<byte[]> questions = new ArrayList<>();
        for (Enrolled node : enrolled.subList(0, Math.min(enrolled.size(), ASKED_AGAIN))) {
            questions.add(OcspBench.question(Chains.read(node.answer().toArray())));
        }
        ocsp.run(questions, Duration.ofSeconds(1));
        Duration before = server.usage().cpu();
        OcspBench.Result result = ocsp.run(questions, options.phase());
        Duration cpu = server.usage().cpu().minus(before);
        if (result.done() == 0) {
            throw new BenchException("the OCSP responder gave no good answer");
        }
        EnrollReport.Row row = row(what, result.done(), result.refused(), result.nanos(), result.latencies(), cpu);
        progress.end(String.format(Locale.ROOT, "%.0f a second, %.0f µs CPU each", row.perSecond(), row.cpuMicros()));
        return row;
    }

    private static EnrollReport.Row row(
            String what, long done, long refused, long nanos, Histogram latencies, Duration cpu) {
        return new EnrollReport.Row(
                what,
                done,
                refused,
                done * NANOS_PER_SECOND / nanos,
                latencies.getValueAtPercentile(50) / NANOS_PER_MILLI,
                latencies.getValueAtPercentile(99) / NANOS_PER_MILLI,
                cpu.toNanos() / NANOS_PER_MICRO / done);
    }

    private EnrollReport.Row row(String what, Iterator<Job> jobs, boolean kept, Duration length)
            throws InterruptedException {
        progress.begin(what);
        Duration before = server.usage().cpu();
        IssuingPhase.Result result = issue(jobs, kept, length);
        Duration cpu = server.usage().cpu().minus(before);
        if (result.done() == 0) {
            throw new BenchException("the server issued nothing; its last answer was " + result.lastRefusal());
        }
        EnrollReport.Row row = row(what, result.done(), result.refused(), result.nanos(), result.latencies(), cpu);
        progress.end(String.format(Locale.ROOT, "%.0f a second, %.0f µs CPU each", row.perSecond(), row.cpuMicros()));
        return row;
    }

    private IssuingPhase.Result issue(Iterator<Job> jobs, boolean kept, Duration length) throws InterruptedException {
        CompletableFuture<IssuingPhase.Result> result = new CompletableFuture<>();
        IssuingPhase phase = new IssuingPhase(jobs, kept, length.toNanos(), result::complete);
        loops.next().execute(() -> phase.begin(options.connections()));
        try {
            return result.get(length.toSeconds() + 60, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchException("the server does not answer", e);
        }
    }
}
