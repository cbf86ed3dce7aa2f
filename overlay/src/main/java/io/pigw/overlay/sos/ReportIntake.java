package io.pigw.overlay.sos;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.p2psip.message.TrustMessage.EvidenceReport;
import io.pigw.p2psip.message.TrustMessage.OutcomeReport;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Takes reports. On the node's thread, but for the signatures.
 *
 * <pre>
 *   arrived --follower---> 503
 *           --objection--> 403
 *           --full-------> 503
 *           --verify-----> proven --stored with others--> 200
 *                                 --not stored---------> 503
 *                          not proven ----------------> 403
 * </pre>
 *
 * One batch is being stored at a time; what comes meanwhile makes up the next. Stored evidence that a batch touches and that is not in
 * memory is read back before.
 */
final class ReportIntake {

    /** Reports between their arrival and their answer. */
    static final int MAX_PENDING = 1_024;

    /** Reports of one node between their arrival and their answer; honest ones bring the next when the last is answered. */
    static final int MAX_PENDING_OF_ONE = 4;

    /** Of both the reports and the remembered votes peers have one in so many at most: what CSPs saw always finds room. */
    static final int SHARE_OF_PEERS = 2;

    /** Votes of one batch, but for those of its last report. */
    static final int MAX_BATCH_VOTES = 4_096;

    /** Nodes that were asked about, of which not all that is stored is in memory. */
    static final int MAX_WANTED = 4_096;

    /** The nodes that it is about, then those who observed them. */
    private static final int READS = 2;

    private static final int RETRY_AFTER_SECONDS = 5;

    private final EvidenceBook book;
    private final EvidenceStore store;
    private final Predicate<PingRequest> isProven;
    private final InstantSource clock;
    private final Executor loop;
    private final Executor workers;
    private final Consumer<Changes> changed;
    private final SosEvents events;
    private final ArrayDeque<Pending> proven = new ArrayDeque<>();
    private final LinkedHashSet<NodeId> wanted = new LinkedHashSet<>();
    private final Map<NodeId, Integer> pendingOf = new HashMap<>();
    private final Load all = new Load();
    private final Load ofPeers = new Load();
    private boolean storing;
    private boolean follows;

    /**
     * @param isProven whether all signatures of a ping are valid; safe on any thread
     * @param loop the node's thread
     * @param workers verify signatures; may reject
     * @param changed told of what was stored and now counts
     */
    ReportIntake(
            EvidenceBook book,
            EvidenceStore store,
            Predicate<PingRequest> isProven,
            InstantSource clock,
            Executor loop,
            Executor workers,
            Consumer<Changes> changed,
            SosEvents events) {
        this.book = book;
        this.store = store;
        this.isProven = isProven;
        this.clock = clock;
        this.loop = loop;
        this.workers = workers;
        this.changed = changed;
        this.events = events;
    }

    /** Another server takes the reports; to be brought there, they are answered 503 here. */
    void follow() {
        follows = true;
    }

    /** From now on takes them. */
    void lead() {
        follows = false;
    }

    /** What a CSP saw needs no proof. */
    void onReport(Inbound inbound, OutcomeReport report) {
        Optional<Status> objection = ReportRules.objection(inbound.from(), report, clock.instant());
        taken(inbound, report, objection, () -> ReportRules.ballots(inbound.from(), report, book))
                .ifPresent(next -> {
                    begin(next);
                    store(next);
                });
    }

    void onReport(Inbound inbound, EvidenceReport report) {
        Optional<Status> objection = ReportRules.objection(inbound.from(), report, clock.instant());
        taken(inbound, report, objection, () -> ReportRules.ballots(inbound.from(), report, book))
                .ifPresent(next -> {
                    try {
                        workers.execute(() -> verify(next, report));
                    } catch (RejectedExecutionException _) {
                        overloaded(inbound, report);
                        return;
                    }
                    begin(next);
                });
    }

    /** What there is to go on with; nothing if it has been answered. */
    private Optional<Pending> taken(
            Inbound inbound, TrustMessage report, Optional<Status> objection, Supplier<List<Ballot>> ballots) {
        if (follows) {
            elsewhere(inbound, report);
            return Optional.empty();
        }
        if (objection.isPresent()) {
            refuse(inbound, report, objection.get());
            return Optional.empty();
        }
        Pending next = new Pending(inbound, report, ballots.get());
        if (!hasRoomFor(next)) {
            overloaded(inbound, report);
            return Optional.empty();
        }
        return Optional.of(next);
    }

    /** Has what is stored of these nodes in memory the next time, if there is room. */
    void want(Collection<NodeId> nodes) {
        nodes.stream()
                .filter(node -> !book.missing(List.of(node)).isEmpty())
                .limit(Math.max(0, MAX_WANTED - wanted.size()))
                .forEach(wanted::addLast);
        if (!storing && !wanted.isEmpty()) {
            storeNext();
        }
    }

    private boolean hasRoomFor(Pending report) {
        return pendingOf.getOrDefault(report.inbound().from().id(), 0) < MAX_PENDING_OF_ONE
                && all.hasRoomFor(report, book.votes(), 1)
                && (!isOfPeer(report) || ofPeers.hasRoomFor(report, book.votesOfPeers(), SHARE_OF_PEERS));
    }

    private void begin(Pending report) {
        pendingOf.merge(report.inbound().from().id(), 1, Integer::sum);
        loads(report).forEach(load -> load.add(report));
    }

    private List<Load> loads(Pending report) {
        return isOfPeer(report) ? List.of(all, ofPeers) : List.of(all);
    }

    private static boolean isOfPeer(Pending report) {
        return report.inbound().from().role() != Role.CSP;
    }

    /** On a worker. What the verifier chokes on is not proven. */
    private void verify(Pending pendingReport, EvidenceReport report) {
        boolean valid = false;
        try {
            valid = report.arrived().stream().allMatch(isProven);
        } finally {
            boolean verified = valid;
            loop.execute(() -> onVerified(pendingReport, verified));
        }
    }

    private void onVerified(Pending verified, boolean valid) {
        if (!valid) {
            done(verified);
            refuse(verified.inbound(), verified.report(), Status.FORBIDDEN.because("a route does not verify"));
            return;
        }
        store(verified);
    }

    private void store(Pending report) {
        proven.addLast(report);
        if (!storing) {
            storeNext();
        }
    }

    private void storeNext() {
        List<Pending> batch = new ArrayList<>();
        List<Ballot> ballots = new ArrayList<>();
        while (!proven.isEmpty() && ballots.size() < MAX_BATCH_VOTES) {
            Pending next = proven.removeFirst();
            batch.add(next);
            ballots.addAll(next.ballots());
        }
        Set<NodeId> touched = EvidenceBook.touchedBy(ballots);
        while (!wanted.isEmpty() && touched.size() < MAX_BATCH_VOTES) {
            touched.add(wanted.removeFirst());
        }
        if (batch.isEmpty() && touched.isEmpty()) {
            return;
        }
        storing = true;
        readMissing(batch, ballots, touched, READS);
    }

    /** What is not in memory is read back first, so that nothing stored is overwritten by less. */
    private void readMissing(List<Pending> batch, List<Ballot> ballots, Set<NodeId> touched, int readsLeft) {
        Set<NodeId> missing = readsLeft == 0 ? Set.of() : book.missing(touched);
        if (missing.isEmpty()) {
            save(batch, ballots);
            return;
        }
        var _ = store.read(missing, loop)
                .whenComplete((links, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        book.takeUp(missing, links);
                        readMissing(batch, ballots, touched, readsLeft - 1);
                    } else {
                        onFailed(batch, failure);
                    }
                }));
    }

    private void save(List<Pending> batch, List<Ballot> ballots) {
        Changes changes = book.plan(ballots, clock.instant());
        if (changes.isEmpty()) {
            loop.execute(() -> onStored(batch, changes));
            return;
        }
        var _ = store.save(changes, loop)
                .whenComplete((_, failure) -> loop.execute(() -> {
                    if (failure == null) {
                        onStored(batch, changes);
                    } else {
                        onFailed(batch, failure);
                    }
                }));
    }

    private void onStored(List<Pending> batch, Changes changes) {
        storing = false;
        book.apply(changes);
        changed.accept(changes);
        for (Pending report : batch) {
            done(report);
            events.taken();
            report.inbound().reply().accept(Response.to(report.report(), Status.OK));
        }
        storeNext();
    }

    private void onFailed(List<Pending> batch, Throwable failure) {
        storing = false;
        book.makeRoom();
        if (!batch.isEmpty()) {
            events.notStored(batch.size(), failure);
        }
        for (Pending report : batch) {
            done(report);
            unavailable(report.inbound(), report.report());
        }
        storeNext();
    }

    private void done(Pending report) {
        pendingOf.computeIfPresent(report.inbound().from().id(), (_, count) -> count == 1 ? null : count - 1);
        loads(report).forEach(load -> load.remove(report));
    }

    private void refuse(Inbound inbound, TrustMessage report, Status status) {
        events.refused(inbound.from().id(), status.reason());
        inbound.reply().accept(Response.to(report, status));
    }

    private void overloaded(Inbound inbound, TrustMessage report) {
        events.overloaded();
        unavailable(inbound, report);
    }

    private void elsewhere(Inbound inbound, TrustMessage report) {
        events.elsewhere();
        unavailable(inbound, report);
    }

    private static void unavailable(Inbound inbound, TrustMessage report) {
        inbound.reply().accept(Response.to(report, Status.SERVICE_UNAVAILABLE).retryAfter(RETRY_AFTER_SECONDS));
    }

    private record Pending(Inbound inbound, TrustMessage report, List<Ballot> ballots) {}

    /** Reports between their arrival and their answer, and their votes. */
    private static final class Load {

        private int reports;
        private int votes;

        /** @param share of all the room, one in so many, that these may take */
        boolean hasRoomFor(Pending next, int remembered, int share) {
            return reports < MAX_PENDING / share
                    && remembered + votes + next.ballots().size() <= EvidenceBook.MAX_VOTES / share;
        }

        void add(Pending next) {
            reports++;
            votes += next.ballots().size();
        }

        void remove(Pending done) {
            reports--;
            votes -= done.ballots().size();
        }
    }
}
