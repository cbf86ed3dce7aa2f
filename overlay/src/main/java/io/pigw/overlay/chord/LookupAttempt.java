package io.pigw.overlay.chord;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One target's way from here: answered from the table, or asked of the next best node until one answers, and where there are proofs
 * until one is proven. On its node's thread.
 */
final class LookupAttempt {

    private static final int MAX_TRIES = 3;

    /** A refusal that comes within one part in so many of the time-out leaves time for another node. */
    private static final int QUICK = 4;

    /** Why a node looks. */
    enum Purpose {
        /** For another node: what is answered is handed on. */
        FORWARDED,
        /** For a finger: what comes without further questions will do. */
        FINGER,
        /** For whoever relies on it. */
        OWN
    }

    /**
     * What all look-ups of a node have in common.
     *
     * @param proofs judges what others show
     * @param ownProof what this node shows
     * @param failed told of a node that did not answer, and how
     */
    record Means(ChordContext chord, ArcProofs proofs, OwnProof ownProof, BiConsumer<NodeContact, Outcome> failed) {

        /** Whether the neighbours that it names stand too far apart, or are too few, to be those of the responsible node. */
        boolean isDoubtful(RouteQueryAnswer answer) {
            Gaps own = chord.table().gaps();
            Gaps its = Gaps.around(
                    chord.local().ring(), answer.responsible().id(), answer.successors(), answer.predecessors());
            return its.isSparse(own) || its.isShort(own);
        }
    }

    private final Means means;
    private final ChordContext chord;
    private final ArcProofs proofs;
    private final NodeId target;
    private final int maxForwards;
    private final Duration timeout;
    private final Set<NodeId> without = new HashSet<>();
    private final Consumer<@Nullable RouteQueryAnswer> then;
    private final int rank;
    private final Purpose purpose;
    private final boolean proving;
    private final Set<NodeId> doubted = new HashSet<>();
    private final OtherWays ways;
    private final Doubtful doubtful;
    private int tries;

    /**
     * @param rank of the first node asked, 0 for the best, counted anew after the third; without so many the last
     * @param purpose why this node seeks
     */
    LookupAttempt(
            Means means,
            NodeId target,
            int maxForwards,
            Duration timeout,
            int rank,
            Purpose purpose,
            Consumer<@Nullable RouteQueryAnswer> then) {
        this.means = means;
        this.chord = means.chord();
        this.proofs = means.proofs();
        this.target = target;
        this.maxForwards = maxForwards;
        this.timeout = timeout;
        this.rank = rank % MAX_TRIES;
        this.purpose = purpose;
        this.proving = purpose == Purpose.OWN && proofs.areExpected();
        this.ways = new OtherWays(chord.local().ring(), chord.id(), target);
        this.doubtful = new Doubtful(chord.local().ring(), target);
        this.then = then;
    }

    void next() {
        RouteQueryAnswer local = answerLocally();
        if (local != null) {
            end(local, LookupProof.UNASKED);
            return;
        }
        NodeId wished = proving ? ways.aim(tries, chord.table().gaps()) : target;
        List<NodeContact> there = chord.table().closestPreceding(wished, tries == 0 ? 1 + rank : 1, tried());
        NodeId aim = there.isEmpty() ? target : wished;
        List<NodeContact> best = there.isEmpty() ? chord.table().closestPreceding(target, 1, tried()) : there;
        if (best.isEmpty() || maxForwards <= 0 || tries >= (proving ? OtherWays.MAX : MAX_TRIES)) {
            end(doubtful.best(), proving ? LookupProof.UNPROVEN : LookupProof.UNASKED);
            return;
        }
        tries++;
        NodeContact node = best.getLast();
        Instant askedAt = chord.ports().clock().instant();
        RouteQuery query = new RouteQuery(chord.freshTransaction(), aim, maxForwards);
        chord.request(node, query, timeout, outcome -> {
            if (outcome instanceof Outcome.Answered(RouteQueryAnswer answer, NodeCertificate by)) {
                onAnswer(node, by, answer, aim);
                return;
            }
            without.add(node.id());
            means.failed().accept(node, outcome);
            if (purpose != Purpose.FORWARDED || isQuick(outcome, askedAt)) {
                next();
            } else {
                then.accept(null);
            }
        });
    }

    private void end(@Nullable RouteQueryAnswer answer, LookupProof proof) {
        if (purpose == Purpose.OWN && answer != null) {
            chord.events().lookedUp(proof);
        }
        then.accept(answer);
    }

    private void onAnswer(NodeContact node, NodeCertificate by, RouteQueryAnswer answer, NodeId aim) {
        if (purpose == Purpose.FORWARDED) {
            then.accept(answer);
        } else if (proving) {
            RouteQueryAnswer found = aim.equals(target) ? answer : ways.found(answer, aim);
            if (found == null) {
                doubted.add(node.id());
                next();
            } else {
                prove(node, by, found);
            }
        } else if (means.isDoubtful(answer)) {
            doubt(node, answer, false);
        } else {
            end(answer, LookupProof.UNASKED);
        }
    }

    private void prove(NodeContact node, NodeCertificate by, RouteQueryAnswer answer) {
        NodeId named = answer.responsible().id();
        NodeContact known = chord.table().find(named);
        NodeContact at = known == null ? answer.responsible() : known;
        if (isProven(answer, by)) {
            end(answer, LookupProof.PROVEN);
        } else if (doubtful.wasAsked(at) || named.equals(chord.id())) {
            doubt(node, answer, doubtful.saysSo(at));
        } else {
            askItself(node, answer, at);
        }
    }

    /** Whoever is silent has no proof for now: other ways are tried rather than waited for it. */
    private void askItself(NodeContact node, RouteQueryAnswer answer, NodeContact at) {
        RouteQuery query = new RouteQuery(chord.freshTransaction(), target, 1);
        Duration patience = chord.options().requestTimeout().dividedBy(QUICK);
        chord.request(at, query, patience, outcome -> {
            boolean saysSo = false;
            if (outcome instanceof Outcome.Answered(RouteQueryAnswer itself, NodeCertificate by)) {
                saysSo = by.id().equals(at.id()) && itself.responsible().id().equals(at.id());
                if (saysSo && isProven(itself, by)) {
                    end(
                            means.isDoubtful(itself) && !means.isDoubtful(answer) ? at(at, answer) : itself,
                            LookupProof.PROVEN);
                    return;
                }
            } else if (at.equals(chord.table().find(at.id()))) {
                means.failed().accept(at, outcome);
            }
            doubtful.asked(at, saysSo);
            doubt(node, answer, saysSo);
        });
    }

    /** What was said of the node's neighbours, with the address at which it was asked. */
    private static RouteQueryAnswer at(NodeContact at, RouteQueryAnswer answer) {
        return new RouteQueryAnswer(answer.transaction(), at, answer.predecessors(), answer.successors());
    }

    /**
     * A proof counts from the node itself alone: shown by others, it would vouch for any address and any neighbours. The operator's
     * own nodes need nobody to vouch for them.
     */
    private boolean isProven(RouteQueryAnswer answer, NodeCertificate by) {
        return by.id().equals(answer.responsible().id())
                && (by.role() == Role.CSP || proofs.isProven(answer.proof(), by.id(), target));
    }

    /** Another way is tried. */
    private void doubt(NodeContact node, RouteQueryAnswer answer, boolean saysSo) {
        doubted.add(node.id());
        doubtful.add(answer, saysSo);
        next();
    }

    private Set<NodeId> tried() {
        Set<NodeId> tried = new HashSet<>(without);
        tried.addAll(doubted);
        return tried;
    }

    private boolean isQuick(Outcome outcome, Instant askedAt) {
        return switch (outcome) {
            case Outcome.TimedOut _ -> false;
            case Outcome.Unreachable _, Outcome.Answered _ ->
                !askedAt.plus(timeout.dividedBy(QUICK))
                        .isBefore(chord.ports().clock().instant());
        };
    }

    private @Nullable RouteQueryAnswer answerLocally() {
        List<NodeContact> successors = present(chord.table().successors());
        List<NodeContact> predecessors = present(chord.table().predecessors());
        NodeId self = chord.id();
        boolean mine = successors.isEmpty()
                || target.equals(self)
                || !predecessors.isEmpty()
                        && chord.local()
                                .ring()
                                .isInSuccessorInterval(
                                        target, predecessors.getFirst().id(), self);
        if (mine) {
            return new RouteQueryAnswer(
                    chord.freshTransaction(), chord.self(), predecessors, successors, proofIfAskedItself());
        }
        NodeContact successor = successors.getFirst();
        if (!chord.local().ring().isInSuccessorInterval(target, self, successor.id())) {
            return null;
        }
        List<NodeContact> before = new ArrayList<>(predecessors);
        before.addFirst(chord.self());
        return new RouteQueryAnswer(
                chord.freshTransaction(), successor, before, successors.subList(1, successors.size()));
    }

    /** Who lets nobody pass the query on wants to hear of this node itself; others have no use for a certificate more. */
    private @Nullable ArcProof proofIfAskedItself() {
        return maxForwards == 0 ? means.ownProof().current() : null;
    }

    private List<NodeContact> present(List<NodeContact> nodes) {
        return nodes.stream().filter(c -> !without.contains(c.id())).toList();
    }
}
