package io.pigw.peer;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.ChordEvents;
import io.pigw.overlay.chord.ChordNode;
import io.pigw.overlay.chord.ChordOptions;
import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.chord.LookupProof;
import io.pigw.overlay.chord.RoutingView;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.storage.Records;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.JoinAnswer;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.peer.membership.Membership;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A peer's Chord node, made anew should the ring have lost it. On the peer's thread. */
final class RingPlace implements Membership.Entrance, RoutingView, Records.Place, AutoCloseable {

    private final ChordOptions options;
    private final LocalNode local;
    private final NodePorts ports;
    private final Supplier<Optional<NodeContact>> csp;
    private final Consumer<LookupProof> lookups;
    private Runnable onNeighbours = () -> {};
    private Runnable onJoined = () -> {};
    private ChordNode chord;

    /**
     * Outside any ring.
     *
     * @param csp whom to ask for proofs of the peer's arc: its master at the time
     * @param lookups counts look-ups
     */
    RingPlace(
            ChordOptions options,
            LocalNode local,
            NodePorts ports,
            Supplier<Optional<NodeContact>> csp,
            Consumer<LookupProof> lookups) {
        this.options = options;
        this.csp = csp;
        this.lookups = lookups;
        this.local = local;
        this.ports = ports;
        this.chord = outside();
    }

    ChordNode chord() {
        return chord;
    }

    /** Sets who is told that the neighbours are others. */
    void whenNeighboursChange(Runnable task) {
        onNeighbours = task;
    }

    /** Sets who is told each time that it has become a member. */
    void whenJoined(Runnable task) {
        onJoined = task;
    }

    @Override
    public void join(List<NodeContact> csps, Consumer<JoinOutcome> then) {
        if (chord.isMember()) {
            chord.close();
            chord = outside();
        }
        chord.join(csps, outcome -> {
            then.accept(outcome);
            if (outcome instanceof JoinOutcome.Joined) {
                onJoined.run();
            }
        });
    }

    @Override
    public boolean isLost() {
        return chord.successors().isEmpty();
    }

    @Override
    public P2psipMessage question(Transaction fresh) {
        return new JoinRequest(fresh, local.contact());
    }

    @Override
    public boolean isYes(P2psipMessage answer) {
        return answer instanceof JoinAnswer;
    }

    @Override
    public List<NodeContact> closestPreceding(NodeId target, int max) {
        return chord.closestPreceding(target, max);
    }

    @Override
    public void suspect(NodeContact node) {
        chord.suspect(node);
    }

    @Override
    public boolean isMember() {
        return chord.isMember();
    }

    @Override
    public List<NodeContact> predecessors() {
        return chord.predecessors();
    }

    @Override
    public List<NodeContact> successors() {
        return chord.successors();
    }

    @Override
    public void lookup(NodeId place, Consumer<@Nullable RouteQueryAnswer> then) {
        chord.lookup(place, then);
    }

    private ChordNode outside() {
        ChordNode outside = new ChordNode(options, local, ports, new ChordEvents() {
            @Override
            public void neighboursChanged() {
                onNeighbours.run();
            }

            @Override
            public void lookedUp(LookupProof proof) {
                lookups.accept(proof);
            }
        });
        outside.proveThrough(csp);
        return outside;
    }

    @Override
    public void close() {
        chord.close();
    }
}
