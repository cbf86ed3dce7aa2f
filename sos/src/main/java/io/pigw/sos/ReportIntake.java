package io.pigw.sos;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes reports. On the node's thread, but for the signatures.
 *
 * <pre>
 *   arrived --objection--> 403
 *           --full-------> 503
 *           --verify-----> proven --stored with others--> 200
 *                                 --not stored---------> 503
 *                          not proven ----------------> 403
 * </pre>
 *
 * One batch is being stored at a time; what comes meanwhile makes up the next.
 */
final class ReportIntake {

    /** Reports between their arrival and their answer. */
    static final int MAX_PENDING = 1_024;

    /** Reports of one node between their arrival and their answer; honest ones bring the next when the last is answered. */
    static final int MAX_PENDING_OF_ONE = 4;

    /** Votes of one batch, but for those of its last report. */
    static final int MAX_BATCH_VOTES = 4_096;

    private static final int RETRY_AFTER_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(ReportIntake.class);

    private final EvidenceBook book;
    private final EvidenceStore store;
    private final Predicate<PingRequest> isProven;
    private final InstantSource clock;
    private final Executor loop;
    private final Executor workers;
    private final SosMetrics metrics;
    private final ArrayDeque<Pending> proven = new ArrayDeque<>();
    private final Map<NodeId, Integer> pendingOf = new HashMap<>();
    private int pending;
    private int pendingVotes;
    private boolean storing;

    /**
     * @param isProven whether all signatures of a ping are valid; safe on any thread
     * @param loop the node's thread
     * @param workers verify signatures; may reject
     */
    ReportIntake(
            EvidenceBook book,
            EvidenceStore store,
            Predicate<PingRequest> isProven,
            InstantSource clock,
            Executor loop,
            Executor workers,
            SosMetrics metrics) {
        this.book = book;
        this.store = store;
        this.isProven = isProven;
        this.clock = clock;
        this.loop = loop;
        this.workers = workers;
        this.metrics = metrics;
    }

    void onReport(Inbound inbound, EvidenceReport report) {
        Optional<Status> objection = ReportRules.objection(inbound.from(), report, clock.instant());
        if (objection.isPresent()) {
            refuse(inbound, report, objection.get());
            return;
        }
        List<Vote> votes = ReportRules.votes(inbound.from(), report, book);
        NodeId reporter = inbound.from().id();
        if (pending >= MAX_PENDING
                || pendingOf.getOrDefault(reporter, 0) >= MAX_PENDING_OF_ONE
                || book.votes() + pendingVotes + votes.size() > EvidenceBook.MAX_VOTES) {
            overloaded(inbound, report);
            return;
        }
        try {
            workers.execute(() -> verify(new Pending(inbound, report, votes)));
        } catch (RejectedExecutionException _) {
            overloaded(inbound, report);
            return;
        }
        pending++;
        pendingOf.merge(reporter, 1, Integer::sum);
        pendingVotes += votes.size();
    }

    /** On a worker. What the verifier chokes on is not proven. */
    private void verify(Pending report) {
        boolean valid = false;
        try {
            valid = report.report().arrived().stream().allMatch(isProven);
        } finally {
            boolean verified = valid;
            loop.execute(() -> onVerified(report, verified));
        }
    }

    private void onVerified(Pending verified, boolean valid) {
        if (!valid) {
            done(verified);
            refuse(verified.inbound(), verified.report(), Status.FORBIDDEN.because("a route does not verify"));
            return;
        }
        proven.addLast(verified);
        if (!storing) {
            storeNext();
        }
    }

    private void storeNext() {
        List<Pending> batch = new ArrayList<>();
        List<Vote> votes = new ArrayList<>();
        while (!proven.isEmpty() && votes.size() < MAX_BATCH_VOTES) {
            Pending next = proven.removeFirst();
            batch.add(next);
            votes.addAll(next.votes());
        }
        if (batch.isEmpty()) {
            return;
        }
        storing = true;
        Changes changes = book.plan(votes, clock.instant());
        if (changes.isEmpty()) {
            loop.execute(() -> onStored(batch, changes, null));
            return;
        }
        var _ = store.save(changes, loop)
                .whenComplete((_, failure) -> loop.execute(() -> onStored(batch, changes, failure)));
    }

    private void onStored(List<Pending> batch, Changes changes, @Nullable Throwable failure) {
        storing = false;
        if (failure == null) {
            book.apply(changes);
        } else {
            LOG.atWarn().addKeyValue("reports", batch.size()).setCause(failure).log("Evidence was not stored");
        }
        for (Pending report : batch) {
            done(report);
            if (failure == null) {
                metrics.taken();
                report.inbound().reply().accept(Response.to(report.report(), Status.OK));
            } else {
                metrics.failed();
                unavailable(report.inbound(), report.report());
            }
        }
        storeNext();
    }

    private void done(Pending report) {
        pending--;
        pendingOf.computeIfPresent(report.inbound().from().id(), (_, count) -> count == 1 ? null : count - 1);
        pendingVotes -= report.votes().size();
    }

    private void refuse(Inbound inbound, EvidenceReport report, Status status) {
        metrics.refused();
        LOG.atInfo()
                .addKeyValue("reporter", inbound.from().id())
                .addKeyValue("reason", status.reason())
                .log("Report refused");
        inbound.reply().accept(Response.to(report, status));
    }

    private void overloaded(Inbound inbound, EvidenceReport report) {
        metrics.overloaded();
        unavailable(inbound, report);
    }

    private static void unavailable(Inbound inbound, EvidenceReport report) {
        inbound.reply().accept(Response.to(report, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS));
    }

    private record Pending(Inbound inbound, EvidenceReport report, List<Vote> votes) {}
}
