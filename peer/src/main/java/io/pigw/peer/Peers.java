package io.pigw.peer;

import io.pigw.p2psip.NodeId;
import io.pigw.runtime.Drainable;
import io.pigw.runtime.Environment;
import io.pigw.runtime.enroll.FirstEnrollment;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.trace.MessageTrace;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One or many peers of one process: the composition root. They share loops and databases; a few join at a time, so that the CSPs
 * are not overrun. Thread-safe.
 */
public final class Peers implements Drainable {

    /** Peers that join at once. */
    static final int MAX_JOINING = 32;

    private final Map<NodeId, Peer> peers = new LinkedHashMap<>();
    private final Queue<Peer> outside = new ArrayDeque<>();
    private final CompletableFuture<Void> allJoined;

    private Peers(Collection<Peer> opened) {
        for (Peer peer : opened) {
            if (peers.put(peer.id(), peer) != null) {
                throw new IllegalArgumentException("peer " + peer.id() + " is configured twice");
            }
            outside.add(peer);
        }
        CompletableFuture<?>[] joins = new CompletableFuture<?>[Math.min(MAX_JOINING, opened.size())];
        for (int i = 0; i < joins.length; i++) {
            joins[i] = joinNext();
        }
        allJoined = CompletableFuture.allOf(joins);
    }

    /**
     * Starts peers with the identities from their files; they join after that, by themselves. Blocks.
     *
     * @throws IOException if an identity cannot be read
     */
    public static Peers start(List<PeerConfig> configs, Environment environment) throws IOException {
        List<Member> members = new ArrayList<>(configs.size());
        for (PeerConfig config : configs) {
            members.add(new Member(config, FirstEnrollment.identity(config.identity(), environment)));
        }
        return start(members, environment, MessageTrace.NONE);
    }

    /**
     * A peer to be started.
     *
     * @param identity in place of the one in the configured files
     */
    public record Member(PeerConfig config, NodeIdentity identity) {}

    /**
     * Starts peers; they join after that, by themselves. Blocks.
     *
     * @param trace is told of the steps of messages
     */
    public static Peers start(Collection<Member> members, Environment environment, MessageTrace trace) {
        PeerMeters meters = new PeerMeters(environment.metrics());
        List<Peer> opened = new ArrayList<>(members.size());
        try {
            for (Member member : members) {
                opened.add(Peer.open(member.config(), member.identity(), environment, meters, trace));
            }
            return new Peers(opened);
        } catch (RuntimeException failed) {
            opened.forEach(Peer::close);
            throw failed;
        }
    }

    /** All of them, in the order of their configuration. */
    public List<Peer> all() {
        return List.copyOf(peers.values());
    }

    /** The one with that ID. */
    public Optional<Peer> find(NodeId id) {
        return Optional.ofNullable(peers.get(id));
    }

    /** How many have joined. */
    public int joined() {
        return (int) peers.values().stream().filter(Peer::hasJoined).count();
    }

    /** Completes when all have joined, on a loop. */
    public CompletableFuture<Void> allJoined() {
        return allJoined.copy();
    }

    private CompletableFuture<Void> joinNext() {
        Peer next = poll();
        if (next == null) {
            return CompletableFuture.completedFuture(null);
        }
        return next.join().thenCompose(_ -> joinNext());
    }

    private @Nullable Peer poll() {
        synchronized (outside) {
            return outside.poll();
        }
    }

    /** As {@link Peer#drain}, all of them at a time. */
    @Override
    public CompletableFuture<Integer> drain() {
        return peers.values().stream().map(Peer::drain).toList().stream()
                .reduce(CompletableFuture.completedFuture(0), (one, other) -> one.thenCombine(other, Integer::sum));
    }

    /** Lets each tell its neighbours, then closes. Blocks. For one or a few peers: for many it takes long. */
    public void leave() {
        peers.values().forEach(Peer::leave);
    }

    /** Stops all at once. Blocks. Idempotent. */
    @Override
    public void close() {
        synchronized (outside) {
            outside.clear();
        }
        // First all are quiet, lest each dial those that are gone already.
        peers.values().stream()
                .filter(peer -> !peer.isClosed())
                .map(Peer::quieten)
                .toList()
                .forEach(CompletableFuture::join);
        peers.values().forEach(Peer::close);
    }
}
