package io.pigw.overlay.opinion;

import io.pigw.overlay.ping.NodeTrust;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.trust.Distrust;
import io.pigw.trust.Opinion;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is thought of the nodes that this one may pass pings to. It never waits: who is not known yet, or no longer, is asked about
 * meanwhile. Without an opinion server what was known counts until it is too old, and then nothing is. On the node's thread.
 */
public final class KnownOpinions implements NodeTrust {

    /** After which an opinion that is used is asked for anew. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** After which it counts no more. */
    static final Duration LASTS = Duration.ofMinutes(10);

    static final int MAX_NODES = 4_096;

    /** What is asked about within so short a time is asked together. */
    private static final Duration GATHERING = Duration.ofMillis(20);

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** How long nobody is asked when no server answered. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final OpinionServers servers;
    private final NodePorts ports;
    private final Duration fresh;
    private final Map<NodeId, Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Known> eldest) {
            return size() > MAX_NODES;
        }
    };
    private final Set<NodeId> wanted = new LinkedHashSet<>();
    private boolean asking;
    private Instant silentUntil = Instant.MIN;

    private record Known(boolean distrusted, Instant at) {}

    /** Of one node. */
    public KnownOpinions(OpinionServers servers, NodePorts ports) {
        this(servers, ports, FRESH);
    }

    /** @param fresh after which an opinion that is used is asked for anew */
    public KnownOpinions(OpinionServers servers, NodePorts ports, Duration fresh) {
        this.servers = servers;
        this.ports = ports;
        this.fresh = fresh;
    }

    @Override
    public Set<NodeId> distrusted(Collection<NodeId> nodes) {
        Instant now = ports.clock().instant();
        Set<NodeId> distrusted = new HashSet<>();
        for (NodeId node : nodes) {
            Known opinion = known.get(node);
            if (opinion != null
                    && opinion.distrusted()
                    && opinion.at().plus(LASTS).isAfter(now)) {
                distrusted.add(node);
            }
            if ((opinion == null || !opinion.at().plus(fresh).isAfter(now)) && wanted.size() < MAX_NODES) {
                wanted.add(node);
            }
        }
        if (!asking && !wanted.isEmpty() && !silentUntil.isAfter(now)) {
            asking = true;
            var _ = ports.scheduler().schedule(GATHERING, this::ask);
        }
        return distrusted;
    }

    private void ask() {
        List<NodeId> nodes = wanted.stream().limit(TrustMessage.MAX_NODES).toList();
        nodes.forEach(wanted::remove);
        servers.ask(
                transaction -> new TrustMessage.NodeOpinionRequest(transaction, nodes),
                TIMEOUT,
                answer -> onAnswer(nodes, answer));
    }

    private void onAnswer(List<NodeId> nodes, Optional<P2psipMessage> answer) {
        asking = false;
        Instant now = ports.clock().instant();
        if (answer.isPresent()
                && answer.get() instanceof TrustMessage.NodeOpinionAnswer opinions
                && opinions.opinions().size() == nodes.size()) {
            for (int i = 0; i < nodes.size(); i++) {
                known.put(
                        nodes.get(i), new Known(isDistrusted(opinions.opinions().get(i)), now));
            }
            nodes.forEach(wanted::remove);
        } else {
            wanted.clear();
            silentUntil = now.plus(SILENCE);
        }
    }

    private static boolean isDistrusted(TrustMessage.OpinionOn opinion) {
        double one = TrustMessage.OpinionOn.ONE;
        double belief = opinion.belief() / one;
        double disbelief = opinion.disbelief() / one;
        return Distrust.is(new Opinion(belief, disbelief, 1 - belief - disbelief, opinion.baseRate() / one));
    }
}
