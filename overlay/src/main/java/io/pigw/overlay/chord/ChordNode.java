package io.pigw.overlay.chord;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A member of the ring (Stoica et al., 2003; neighbour lists after RFC 6940 §10). Passive: everything happens in calls from
 * its node's thread and in callbacks of its ports on that thread.
 *
 * <pre>
 *   OUTSIDE --create, bootstrap--> MEMBER --leave, close--> GONE
 *   OUTSIDE --join--> JOINING --admitted--> MEMBER
 *                     JOINING --refused---> OUTSIDE
 *                     MEMBER --joined, and everybody known is gone--> OUTSIDE
 * </pre>
 */
public final class ChordNode implements RoutingView, AutoCloseable {

    private enum State {
        OUTSIDE,
        JOINING,
        MEMBER,
        GONE
    }

    /** Joiners whose places are looked for at a time, each once: a look-up may ask many. */
    private static final int MAX_PLACING = 256;

    private final ChordContext chord;
    private final RoutingTable table;
    private final Lookups lookups;
    private final ArcProofs proofs;
    private final OwnProof ownProof;
    private final Introductions introductions;
    private final Stabiliser stabiliser;
    private final FingerSweep sweep;
    private final Suspects suspects;
    private final ChordRequests requests;
    private final Set<NodeId> placing = new HashSet<>();
    private @Nullable RingMerge merge;
    private State state = State.OUTSIDE;
    private boolean joined;

    /** A node outside any ring. */
    public ChordNode(ChordOptions options, LocalNode local, NodePorts ports, ChordEvents events) {
        table = new RoutingTable(local, options, new HoldDown(ports.clock(), options.holdDown()));
        chord = new ChordContext(local, options, ports, table, events);
        proofs = new ArcProofs(chord);
        ownProof = new OwnProof(chord, proofs);
        lookups = new Lookups(chord, proofs, ownProof, this::onLookupFailure);
        introductions = new Introductions(chord, this::onFailure, this::onNeighboursChanged);
        stabiliser = new Stabiliser(chord, introductions, this::onFailure, this::onNeighboursChanged);
        sweep = new FingerSweep(chord, lookups, this::onFailure);
        suspects = new Suspects(chord, node -> forget(node, true), node -> forget(node, false));
        requests = new ChordRequests(chord, lookups, introductions, this::onLeft, this::onNeighboursChanged);
    }

    /**
     * Sets whom a peer asks for proofs of its own arc. Before it joins; without it, it has none.
     *
     * @param csp the one that serves it at the time
     */
    public void proveThrough(Supplier<Optional<NodeContact>> csp) {
        ownProof.through(csp);
    }

    /** Says that this CSP has just given a proof: there are proofs in this overlay. */
    public void hasProven() {
        proofs.seen(chord.ports().clock().instant());
    }

    /** Becomes the first member of a new ring. */
    public void create() {
        become(State.MEMBER);
        introductions.start();
        stabiliser.start(() -> {});
        sweep.start(null);
    }

    /**
     * Becomes a member beside other CSPs, which come up at about the same time or are up already. From then on the ring
     * that each of them knows is merged with this node's, should they differ.
     *
     * @param members the other CSPs; none for a ring of its own
     */
    public void bootstrap(List<NodeContact> members) {
        table.setSuccessors(members);
        table.setPredecessors(members);
        table.setHints(members);
        merge = new RingMerge(chord, lookups, stabiliser, members);
        create();
        merge.start();
    }

    /**
     * Becomes a member of a ring that is at rest, with what it knew of it: as after a pause in which nothing changed. The upkeep
     * goes on at its slowest pace, and finds what did change.
     *
     * @param members the other CSPs, if this is one; none for a peer
     * @param place what it knew
     */
    public void resume(List<NodeContact> members, RingPlace place) {
        become(State.MEMBER);
        joined = members.isEmpty();
        table.setSuccessors(place.successors());
        table.setPredecessors(place.predecessors());
        table.setFingers(new TreeMap<>(place.fingers()));
        introductions.start();
        ownProof.resume();
        stabiliser.resume();
        sweep.resume();
        if (!members.isEmpty()) {
            merge = new RingMerge(chord, lookups, stabiliser, members);
            merge.start();
        }
    }

    /**
     * Asks the CSPs, in this order, to be admitted.
     *
     * @param then called once: a node that was refused is outside as before and may try again
     */
    public void join(List<NodeContact> csps, Consumer<JoinOutcome> then) {
        become(State.JOINING);
        new Joining(chord, csps, (csp, answer) -> onAdmitted(csp, answer, then), failure -> {
                    if (state == State.JOINING) {
                        state = State.OUTSIDE;
                        then.accept(failure);
                    }
                })
                .next();
    }

    /** Tells both neighbours, waits for them for a moment, and is gone. */
    public void leave(Runnable done) {
        boolean wasMember = state == State.MEMBER;
        close();
        if (wasMember) {
            new Leaving(chord, done).start();
        } else {
            done.run();
        }
    }

    /** Stops at once and tells nobody. Idempotent. */
    @Override
    public void close() {
        state = State.GONE;
        stop();
    }

    private void stop() {
        introductions.stop();
        ownProof.stop();
        stabiliser.stop();
        sweep.stop();
        if (merge != null) {
            merge.stop();
        }
    }

    /** Takes a {@link ChordMessage} that came over a link. Only a CSP admits, after its own checks: {@link #admit}. */
    public void onRequest(Inbound inbound) {
        requests.onRequest(inbound, state == State.MEMBER);
    }

    /**
     * Tells a joiner its place; for a CSP that has decided to admit it.
     *
     * @param reply takes the {@link JoinAnswer}, or a 503 when its place cannot be found now
     */
    public void admit(JoinRequest request, Consumer<P2psipMessage> reply) {
        if (state != State.MEMBER) {
            reply.accept(Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(1));
            return;
        }
        NodeId joiner = request.joiner().id();
        if (placing.size() >= MAX_PLACING || !placing.add(joiner)) {
            reply.accept(Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(1));
            return;
        }
        lookups.lookup(joiner, answer -> {
            placing.remove(joiner);
            reply.accept(
                    answer == null
                            ? Response.to(request, Status.SERVICE_UNAVAILABLE).retryAfter(1)
                            : place(request, answer));
        });
    }

    private JoinAnswer place(JoinRequest request, RouteQueryAnswer answer) {
        NodeId joiner = request.joiner().id();
        List<NodeContact> successors = new ArrayList<>(answer.successors());
        successors.addFirst(answer.responsible());
        successors.removeIf(c -> c.id().equals(joiner));
        if (successors.isEmpty()) {
            successors.add(chord.self());
        }
        List<NodeContact> predecessors = new ArrayList<>(answer.predecessors());
        predecessors.removeIf(c -> c.id().equals(joiner));
        return new JoinAnswer(
                request.transaction(),
                predecessors.stream().limit(chord.options().predecessors()).toList(),
                successors.stream().limit(chord.options().successors()).toList(),
                List.of());
    }

    /**
     * Finds the node in whose arc the target lies.
     *
     * @param then gets its answer, whose successors follow the responsible node; null when none came, or this is no member
     */
    public void lookup(NodeId target, Consumer<@Nullable RouteQueryAnswer> then) {
        if (state == State.MEMBER) {
            lookups.lookup(target, then);
        } else {
            then.accept(null);
        }
    }

    /** The nearest predecessors, nearest first. */
    public List<NodeContact> predecessors() {
        return table.predecessors();
    }

    /** The nearest successors, nearest first; none when this node is alone. */
    public List<NodeContact> successors() {
        return table.successors();
    }

    /** The fingers beyond the successors, each once, clockwise. */
    public List<NodeContact> fingers() {
        return table.fingers();
    }

    /** Whether this node is a member of the ring. */
    public boolean isMember() {
        return state == State.MEMBER;
    }

    /** Whether this node is a member, its fingers have been checked, and its neighbours have not changed since. */
    public boolean isSettled() {
        return isMember() && sweep.isSettled();
    }

    /** As the interface says; nodes under suspicion are left out as long as there are others. */
    @Override
    public List<NodeContact> closestPreceding(NodeId target, int max) {
        List<NodeContact> closest = table.closestPreceding(target, max, suspects.waitedFor());
        return closest.isEmpty() ? table.closestPreceding(target, max, List.of()) : closest;
    }

    @Override
    public void suspect(NodeContact node) {
        if (state == State.MEMBER && table.knows(node.id())) {
            suspects.suspect(node);
        }
    }

    /** Says that the link to the node was lost: it is asked for a sign of life, should it be one that matters here. */
    public void linkLost(NodeId node) {
        NodeContact known = table.find(node);
        if (known != null) {
            suspect(known);
        }
    }

    /** Says that a link was closed for want of use: that is no sign of death but of the nearest, who use theirs all the time. */
    public void linkUnused(NodeId node) {
        if (isNearest(table.successor(), node) || isNearest(table.predecessor(), node)) {
            linkLost(node);
        }
    }

    private static boolean isNearest(@Nullable NodeContact neighbour, NodeId node) {
        return neighbour != null && neighbour.id().equals(node);
    }

    /**
     * Says that a member whose address is certain has a link to this node now: it is alive, whatever was found before. So
     * CSPs that come up one after the other find each other at once, and not when the hold-down ends.
     */
    public void linkGained(NodeContact node) {
        if (state == State.MEMBER && table.heard(node)) {
            onNeighboursChanged();
        }
    }

    private void onAdmitted(NodeContact csp, JoinAnswer answer, Consumer<JoinOutcome> then) {
        if (state != State.JOINING) {
            return;
        }
        state = State.MEMBER;
        joined = true;
        introductions.start();
        introductions.begin(answer);
        ownProof.start();
        sweep.start(csp);
        stabiliser.start(() -> then.accept(new JoinOutcome.Joined(csp)));
    }

    private void onFailure(NodeContact node, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered answered when isBusy(answered) -> {}
            case Outcome.Answered _ -> forget(node, false);
            case Outcome.Unreachable unreachable -> onUnreachable(node, unreachable);
            case Outcome.TimedOut _ -> {
                if (node.equals(table.find(node.id()))) {
                    suspect(node);
                } else {
                    forget(node, true);
                }
            }
        }
    }

    /** It says when to come again, which a node that is no member does not: it was asked too often. */
    private static boolean isBusy(Outcome.Answered answered) {
        return answered.answer() instanceof Response response && response.retryAfterSeconds() > 0;
    }

    /** A node that answers a query with a refusal may be all right: the way behind it was not. */
    private void onLookupFailure(NodeContact node, Outcome outcome) {
        switch (outcome) {
            case Outcome.Unreachable unreachable -> onUnreachable(node, unreachable);
            case Outcome.Answered _, Outcome.TimedOut _ -> suspect(node);
        }
    }

    /**
     * A request that this node had no room for says nothing of the other end, and a link that was lost under way little: perhaps
     * the other end closed it for want of use just then.
     */
    private void onUnreachable(NodeContact node, Outcome.Unreachable unreachable) {
        if (unreachable.mayHaveArrived() && node.equals(table.find(node.id()))) {
            suspect(node);
        } else if (!unreachable.isOverload()) {
            forget(node, true);
        }
    }

    private void onLeft(NodeContact node) {
        NodeContact known = table.find(node.id());
        boolean changed = table.left(node);
        forgotten(known != null, node, changed);
    }

    private void forget(NodeContact node, boolean hold) {
        boolean knew = node.equals(table.find(node.id()));
        forgotten(knew, node, table.forget(node, hold));
    }

    private void forgotten(boolean knew, NodeContact node, boolean changed) {
        if (changed) {
            onNeighboursChanged();
        }
        if (knew) {
            chord.events().forgotten(node.id());
        }
        if (knew && joined && table.known().isEmpty() && state == State.MEMBER) {
            stop();
            state = State.OUTSIDE;
            chord.events().isolated();
        }
    }

    private void onNeighboursChanged() {
        if (state == State.MEMBER) {
            stabiliser.hurry();
            sweep.disturbed();
            ownProof.neighboursChanged();
            chord.events().neighboursChanged();
        }
    }

    private void become(State next) {
        if (state != State.OUTSIDE) {
            throw new IllegalStateException("the node is " + state + " already");
        }
        state = next;
    }
}
