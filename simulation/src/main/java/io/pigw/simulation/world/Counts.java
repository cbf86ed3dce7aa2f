package io.pigw.simulation.world;

import io.pigw.overlay.chord.LookupProof;
import io.pigw.overlay.limit.RequestGate;
import io.pigw.overlay.ping.PingDrop;
import io.pigw.overlay.ping.PingEvents;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the pings of a world came to, over all nodes, with drops by node. */
public final class Counts {

    private final EnumMap<RequestGate.Sort, Long> limits = new EnumMap<>(RequestGate.Sort.class);
    private final EnumMap<PingDrop, Long> drops = new EnumMap<>(PingDrop.class);
    private final Map<NodeId, EnumMap<PingDrop, Long>> dropsByNode = new HashMap<>();
    private final EnumMap<LookupProof, Long> lookups = new EnumMap<>(LookupProof.class);
    private long copiesSent;
    private long arrived;
    private long hops;
    private long verified;
    private long undecided;

    /** Copies that CSPs sent. */
    public long copiesSent() {
        return copiesSent;
    }

    /** Copies that arrived and verified. */
    public long arrived() {
        return arrived;
    }

    /** Links of all arrived copies. */
    public long hops() {
        return hops;
    }

    /** Copies that listeners were told of. */
    public long verified() {
        return verified;
    }

    /** Choices that nobody made. */
    public long undecided() {
        return undecided;
    }

    /** What was dropped for this reason, anywhere. */
    public long dropped(PingDrop reason) {
        return drops.getOrDefault(reason, 0L);
    }

    /** What this node dropped for this reason. */
    public long dropped(NodeId node, PingDrop reason) {
        return dropsByNode.getOrDefault(node, new EnumMap<>(PingDrop.class)).getOrDefault(reason, 0L);
    }

    /** Requests of that sort that nodes turned away, for their senders asked too much. */
    public long limited(RequestGate.Sort sort) {
        return limits.getOrDefault(sort, 0L);
    }

    /** Look-ups that ended with an answer that is known to be true in that way. */
    public long lookups(LookupProof proof) {
        return lookups.getOrDefault(proof, 0L);
    }

    void countLookup(LookupProof proof) {
        lookups.merge(proof, 1L, Long::sum);
    }

    void countLimited(RequestGate.Sort sort) {
        limits.merge(sort, 1L, Long::sum);
    }

    void verified(List<PingRequest> pings) {
        verified += pings.size();
    }

    PingEvents of(NodeId node) {
        return new PingEvents() {
            @Override
            public void sent(int copies) {
                copiesSent += copies;
            }

            @Override
            public void arrived(int links) {
                arrived++;
                hops += links;
            }

            @Override
            public void dropped(PingDrop reason) {
                drops.merge(reason, 1L, Long::sum);
                dropsByNode
                        .computeIfAbsent(node, _ -> new EnumMap<>(PingDrop.class))
                        .merge(reason, 1L, Long::sum);
            }

            @Override
            public void undecided() {
                undecided++;
            }
        };
    }
}
