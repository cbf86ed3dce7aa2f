package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The end of a ping's routes: waits for the copies, asks which route is the most trustful, and answers the CSP directly
 * (the paper, §2.4, §3.1 steps 7 to 9). The copies come from this node's {@link PingForwarder}, which verifies every signature of each.
 */
public final class PingDestination {

    private final DestinationContext context;
    private final PingOptions options;
    private final LinkedHashMap<Group, Gathering> gatherings = new LinkedHashMap<>();

    /**
     * @param opinion who is asked for the best route
     * @param listener hears of verified copies
     */
    public PingDestination(
            LocalNode local,
            NodePorts ports,
            PingOptions options,
            OpinionPort opinion,
            ArrivalListener listener,
            PingEvents events) {
        this.options = options;
        this.context = new DestinationContext(local, ports, options, opinion, listener, events);
    }

    /** Takes a copy that the forwarder has verified. */
    void onCopy(PingRequest ping, PingTerms terms) {
        Instant now = context.ports().clock().instant();
        forgetOld(now);
        Group group = new Group(ping.csp().id(), terms.nonce());
        Gathering gathering = gatherings.get(group);
        if (gathering == null) {
            if (gatherings.size() >= options.maxPending()) {
                gatherings.pollFirstEntry();
            }
            gathering = new Gathering(context, terms.routes(), now.plus(memory()));
            gatherings.putLast(group, gathering);
        }
        gathering.onCopy(ping);
    }

    /** How long a late copy is still recognised as one. */
    private Duration memory() {
        return options.timeLimit().multipliedBy(2);
    }

    private void forgetOld(Instant now) {
        Map.Entry<Group, Gathering> eldest = gatherings.firstEntry();
        while (eldest != null && eldest.getValue().isForgotten(now)) {
            gatherings.pollFirstEntry();
            eldest = gatherings.firstEntry();
        }
    }

    private record Group(NodeId csp, String nonce) {}
}
