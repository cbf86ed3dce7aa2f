package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Ticker;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which nodes have no link for a while, for what was proven of them over one. It is the ID in the certificate that is shut out, never
 * an address: whoever else is behind that is not meant. On the loop alone.
 *
 * <pre>
 *   good --misbehaves--> OUT, 10 s at first --time--> ON_WATCH --misbehaves--> OUT, twice as long, 10 min at most
 *                                                     ON_WATCH --10 min--> good
 * </pre>
 */
final class Conduct {

    /** The first time out; each further one is twice as long. */
    static final Duration FIRST = Duration.ofSeconds(10);

    /** The longest, and how long after it a node is on watch. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    /** Nodes that are remembered; the one that misbehaved longest ago makes room. */
    static final int MAX_NODES = 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(Conduct.class);

    private final Ticker ticker;
    private final BiConsumer<NodeId, String> cutOff;
    private final LinkMetrics metrics;
    private final Map<NodeId, TimeOut> timeOuts = new LinkedHashMap<>();

    private record TimeOut(long endNanos, Duration length) {}

    /** @param cutOff closes all links of a node, for that reason */
    Conduct(Ticker ticker, BiConsumer<NodeId, String> cutOff, LinkMetrics metrics) {
        this.ticker = ticker;
        this.cutOff = cutOff;
        this.metrics = metrics;
    }

    /** Whether the node is to have no link now. */
    boolean isOut(NodeId node) {
        TimeOut last = timeOuts.get(node);
        return last != null && last.endNanos() - ticker.nanoTime() > 0;
    }

    /**
     * Something was proven of a node. A peer or client is out from now on, and loses all its links. The operator's nodes are not: too
     * many others depend on them, and the operator can revoke them.
     *
     * @param what for a label
     */
    void misbehaved(NodeCertificate node, String what, EventLoop loop) {
        boolean isCutOff = appliesTo(node.role());
        Duration out = isCutOff ? timeOut(node.id()) : Duration.ZERO;
        metrics.misbehaved(what);
        int heldBack = LoopShare.current().mayLog(loop);
        if (heldBack >= 0) {
            LOG.atWarn()
                    .addKeyValue("node", node.id())
                    .addKeyValue("role", node.role())
                    .addKeyValue("what", what)
                    .addKeyValue("seconds", out.toSeconds())
                    .addKeyValue("notLogged", heldBack)
                    .log("A node misbehaves; unless it is the operator's it gets no link for a while");
        }
        if (isCutOff) {
            cutOff.accept(node.id(), "misbehaved: " + what);
        }
    }

    /** What it does while it is out, over links that are about to close, does not count again. */
    private Duration timeOut(NodeId node) {
        long now = ticker.nanoTime();
        TimeOut last = timeOuts.get(node);
        if (last != null && last.endNanos() - now > 0) {
            return last.length();
        }
        Duration length = next(last, now);
        timeOuts.remove(node);
        if (timeOuts.size() >= MAX_NODES) {
            timeOuts.remove(timeOuts.keySet().iterator().next());
        }
        timeOuts.put(node, new TimeOut(now + length.toNanos(), length));
        return length;
    }

    private static Duration next(@Nullable TimeOut last, long now) {
        if (last == null || now - last.endNanos() > LONGEST.toNanos()) {
            return FIRST;
        }
        Duration twice = last.length().multipliedBy(2);
        return twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
    }

    private static boolean appliesTo(Role role) {
        return switch (role) {
            case PEER, CLIENT -> true;
            case CSP, GATEWAY, SOS, ENROLLMENT, OPERATOR -> false;
        };
    }
}
