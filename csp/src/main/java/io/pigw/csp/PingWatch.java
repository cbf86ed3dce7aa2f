package io.pigw.csp;

import io.pigw.overlay.opinion.KnownOpinions;
import io.pigw.overlay.opinion.OpinionServers;
import io.pigw.overlay.opinion.OutcomeReports;
import io.pigw.overlay.ping.AuditOptions;
import io.pigw.overlay.ping.NodeTrust;
import io.pigw.overlay.ping.Pinger;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a CSP asks the opinion servers, and tells them.
 *
 * @param hops whom it would rather not pass the pings of others to
 * @param pings the same for its own, and who hears what became of them
 */
record PingWatch(NodeTrust hops, Pinger.Watching pings) {

    private static final PingWatch NONE = new PingWatch(NodeTrust.NONE, Pinger.Watching.NONE);

    /**
     * With these servers; without any nothing is asked and nothing told, and no route is audited.
     *
     * @param ports by which the servers, who are among the operator's own, can be reached
     * @param lives whether a node is known to be up
     */
    static PingWatch with(List<NodeContact> servers, NodePorts ports, Predicate<NodeId> lives, CspMeters meters) {
        if (servers.isEmpty()) {
            return NONE;
        }
        OpinionServers asked = new OpinionServers(servers, ports);
        NodeTrust known = new KnownOpinions(asked, ports);
        NodeTrust counted = nodes -> {
            Set<NodeId> distrusted = known.distrusted(nodes);
            meters.distrusted(distrusted.size());
            return distrusted;
        };
        OutcomeReports reports = new OutcomeReports(asked, ports);
        return new PingWatch(known, new Pinger.Watching(counted, lives, AuditOptions.DEFAULTS, outcome -> {
            meters.saw(outcome.kind());
            reports.saw(outcome);
        }));
    }
}
