package io.pigw.peer;

import io.pigw.overlay.opinion.ArrivalReports;
import io.pigw.overlay.opinion.KnownOpinions;
import io.pigw.overlay.opinion.OpinionServers;
import io.pigw.overlay.opinion.RouteOpinions;
import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.ping.NodeTrust;
import io.pigw.overlay.ping.OpinionPort;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import java.time.Duration;
import java.util.List;

/**
 * What a peer asks the opinion servers, and tells them.
 *
 * @param nodes whom it would rather not pass pings to
 * @param routes which of the routes of a ping that came is the most trustful
 * @param arrivals hears of pings that came
 */
record Opinions(NodeTrust nodes, OpinionPort routes, ArrivalListener arrivals) {

    private static final Opinions NONE = new Opinions(NodeTrust.NONE, OpinionPort.NONE, ArrivalListener.NONE);

    /**
     * Those of these servers; without any nothing is asked and nothing told.
     *
     * @param timeLimit for the choice of a route
     */
    static Opinions of(List<NodeContact> servers, NodePorts ports, Duration timeLimit) {
        if (servers.isEmpty()) {
            return NONE;
        }
        OpinionServers asked = new OpinionServers(servers, ports);
        return new Opinions(
                new KnownOpinions(asked, ports), new RouteOpinions(asked, timeLimit), new ArrivalReports(asked, ports));
    }
}
