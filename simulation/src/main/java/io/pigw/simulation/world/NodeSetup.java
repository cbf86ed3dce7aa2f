package io.pigw.simulation.world;

import io.pigw.overlay.opinion.OpinionServers;
import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.ping.NodeTrust;
import io.pigw.overlay.ping.PingMarkStore;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.Endpoint;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What a simulated node stands on.
 *
 * @param ports what the product's code sees
 * @param endpoint its links
 * @param arrivals hears of pings that arrived at it
 * @param around stands between the links and the code; the identity for an honest node
 * @param bad whether somebody alters what comes and goes
 * @param csp the one that serves it now
 * @param trust whom it rather does not pass pings to
 * @param pingMarks up to when it took pings, from one life to the next
 * @param servers the opinion servers, if there are any
 * @param remembersWays whether it remembers the ways of its own pings, if it is a CSP
 * @param lives whether a node has a link to the CSP that serves it
 */
record NodeSetup(
        NodePorts ports,
        Endpoint endpoint,
        ArrivalListener arrivals,
        UnaryOperator<Consumer<Inbound>> around,
        boolean bad,
        Supplier<Optional<NodeContact>> csp,
        NodeTrust trust,
        PingMarkStore pingMarks,
        Optional<OpinionServers> servers,
        boolean remembersWays,
        Predicate<NodeId> lives) {}
