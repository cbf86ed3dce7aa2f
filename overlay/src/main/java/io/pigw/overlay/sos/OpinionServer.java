package io.pigw.overlay.sos;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.trust.Opinion;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** A Secure Opinion Server without its sockets and its database. On its node's thread; passive. */
public final class OpinionServer {

    /** Reports between their arrival and their answer: as many wait for a worker at most. */
    public static final int MAX_PENDING = ReportIntake.MAX_PENDING;

    /** Votes that are remembered. */
    public static final int MAX_VOTES = EvidenceBook.MAX_VOTES;

    /** Nodes that are condemned and remembered. */
    public static final int MAX_CONDEMNED = Condemnation.MAX_CONDEMNED;

    /** As many as a batch of reports is about, which may have been stored just before an end, and not been looked at. */
    private static final int MAX_LOOKED_AT = 8_192;

    private final OpinionOptions options;
    private final InstantSource clock;
    private final EvidenceStore store;
    private final EvidenceBook book;
    private final Condemnation condemnation;
    private final OpinionService service;
    private final SosEvents events;
    private final Executor loop;
    private final ReportIntake intake;
    private final List<Sentence> unkept = new ArrayList<>();
    private boolean keeping;
    private boolean follows;

    /**
     * One that knows nothing yet.
     *
     * @param isProven whether all signatures of a ping are valid; safe on any thread
     * @param loop the node's thread
     * @param workers verify signatures; may reject
     */
    public OpinionServer(
            OpinionOptions options,
            CondemnationOptions condemning,
            EvidenceStore store,
            Predicate<PingRequest> isProven,
            InstantSource clock,
            Executor loop,
            Executor workers,
            SosEvents events) {
        this.options = options;
        this.clock = clock;
        this.store = store;
        this.events = events;
        this.loop = loop;
        this.book = new EvidenceBook(options);
        this.condemnation = new Condemnation(book, condemning);
        this.intake = new ReportIntake(book, store, isProven, clock, loop, workers, this::changed, events);
        this.service = new OpinionService(book, options.operator(), intake, condemnation, clock, events);
    }

    /** Takes up what was stored. Blocks; before anything else. */
    public void restore() {
        takeUp(store.load(options.maxLinks(), votesFrom(), MAX_VOTES));
        lookAtLatest();
    }

    /** Leaves reports to another server from now on: here they are answered 503. Questions are answered. */
    public void follow() {
        follows = true;
        intake.follow();
    }

    /** Takes up what another server has stored since. */
    public void takeUp(EvidenceStore.Remembered changed) {
        book.restore(changed);
        book.makeRoom();
        condemnation.restore(changed.sentences());
    }

    /** Takes reports from now on: all that is stored was taken up, the votes too. */
    public void lead() {
        follows = false;
        intake.lead();
        lookAtLatest();
    }

    /** The earliest window whose votes still count. Safe on any thread. */
    public Instant votesFrom() {
        return book.votesFrom(clock.instant());
    }

    /** Of the nodes that are condemned now, the eldest first. */
    public List<Sentence> sentences() {
        return condemnation.inForce(clock.instant());
    }

    /** Takes what came over a link. */
    public void onRequest(Inbound inbound) {
        onRequest(inbound, _ -> true);
    }

    /**
     * The same, while the server may be behind with its work.
     *
     * @param admission whether one more is let in, of the questions and reports that are within their sender's rate; if not, it has answered
     */
    public void onRequest(Inbound inbound, Predicate<Inbound> admission) {
        service.onRequest(inbound, admission);
    }

    /** Links with evidence. */
    public int links() {
        return book.links();
    }

    /** All observers' opinions on a node as one, now; vacuous where nothing is known. */
    public Opinion opinionOn(NodeId node) {
        return book.opinionOn(node, clock.instant());
    }

    /** What is known of the links to a node, as it weighs now. */
    public List<LinkRecord> observationsOf(NodeId node) {
        return book.observationsOf(node, clock.instant());
    }

    /** What is thought of a node, and by what evidence. */
    public NodeView explain(NodeId node) {
        return service.explain(node);
    }

    /**
     * What is thought of routes as things stand, and by what evidence.
     *
     * @param routes at least one, each of 2 nodes or more
     */
    public RoutesView explain(List<List<NodeId>> routes) {
        return service.explain(routes);
    }

    /** The latest routes to a node that were judged for it, or for a CSP, the newest first; few, and none of before the start. */
    public List<RoutesView> judgedTo(NodeId destination) {
        return service.judgedTo(destination);
    }

    private void changed(Changes changes) {
        look(changes.opinions().stream().map(NodeOpinion::node).toList());
    }

    private void lookAtLatest() {
        if (!follows) {
            look(book.latest(MAX_LOOKED_AT));
        }
    }

    private void look(List<NodeId> nodes) {
        Instant now = clock.instant();
        for (Condemned found : condemnation.look(nodes, now)) {
            events.condemned(found);
            unkept.add(new Sentence(found, now));
        }
        keep();
    }

    /** What could not be kept is tried again with the next change; it stands meanwhile. */
    private void keep() {
        if (keeping || unkept.isEmpty()) {
            return;
        }
        keeping = true;
        List<Sentence> kept = List.copyOf(unkept.subList(Math.max(0, unkept.size() - MAX_CONDEMNED), unkept.size()));
        unkept.clear();
        var _ = store.condemn(kept, loop).whenComplete((_, failure) -> {
            keeping = false;
            if (failure == null) {
                keep();
            } else {
                unkept.addAll(0, kept);
                events.notKept(failure);
            }
        });
    }
}
