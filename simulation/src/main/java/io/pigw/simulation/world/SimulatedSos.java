package io.pigw.simulation.world;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.ping.RouteVerifier;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.OpinionServer;
import io.pigw.overlay.sos.SosEvents;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.simulation.network.Endpoint;
import io.pigw.trust.Distrust;
import io.pigw.trust.Opinion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** An opinion server: the overlay's classes, wired as the service wires them. It is no member of the ring. */
public final class SimulatedSos {

    private final LocalNode local;
    private final OpinionServer server;
    private final List<Condemned> condemned = new ArrayList<>();

    SimulatedSos(LocalNode local, NodePorts ports, Endpoint endpoint, Guidance.Server guidance) {
        this.local = local;
        SosEvents events = new SosEvents() {
            @Override
            public void condemned(Condemned node) {
                condemned.add(node);
            }
        };
        this.server = new OpinionServer(
                guidance.opinions(),
                guidance.condemnation(),
                new MemoryEvidence(),
                new RouteVerifier(local, ports.verifier())::isProven,
                ports.clock(),
                task -> {
                    var _ = ports.scheduler().schedule(Duration.ZERO, task);
                },
                Runnable::run,
                events);
        endpoint.listen(server::onRequest, _ -> {});
    }

    /** Its ID and address. */
    public NodeContact contact() {
        return local.contact();
    }

    /** What it thinks of a node. */
    public Opinion opinionOn(NodeId node) {
        return server.opinionOn(node);
    }

    /** Whether the opinion on the node is reason to go round it; whom it has condemned others are told to go round besides. */
    public boolean distrusts(NodeId node) {
        return Distrust.is(server.opinionOn(node));
    }

    /** The nodes that it would have excluded, in the order in which it found them. */
    public List<Condemned> condemned() {
        return List.copyOf(condemned);
    }

    /** Itself, for tests. */
    OpinionServer server() {
        return server;
    }
}
