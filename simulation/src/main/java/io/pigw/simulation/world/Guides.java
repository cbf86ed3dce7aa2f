package io.pigw.simulation.world;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.opinion.KnownOpinions;
import io.pigw.overlay.opinion.OpinionServers;
import io.pigw.overlay.ping.NodeTrust;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.NodeContact;
import io.pigw.simulation.keys.SimulatedCa;
import io.pigw.simulation.network.Endpoint;
import io.pigw.simulation.network.Seeds;
import io.pigw.simulation.network.SimulatedNetwork;
import io.pigw.simulation.network.VirtualTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What tells the nodes of a world whom to trust, as its {@link Guidance} says. */
final class Guides {

    private final Guidance guidance;
    private final Corruption corruption;
    private final @Nullable SimulatedSos sos;

    private Guides(Guidance guidance, Corruption corruption, @Nullable SimulatedSos sos) {
        this.guidance = guidance;
        this.corruption = corruption;
        this.sos = sos;
    }

    static Guides of(
            WorldOptions options,
            Corruption corruption,
            VirtualTime time,
            SimulatedNetwork network,
            SimulatedCa ca,
            Verifier verifier) {
        if (!(options.guidance() instanceof Guidance.Server server)) {
            return new Guides(options.guidance(), corruption, null);
        }
        NodeContact contact = Placement.contact(Placement.PAPERS_GATEWAY);
        Signer signer = ca.issue(contact.id(), Role.SOS);
        Endpoint endpoint = network.attach(contact, signer.certificate());
        NodePorts ports =
                new NodePorts(endpoint, endpoint, time, Seeds.generator(options.seed(), "sos"), signer, verifier);
        LocalNode local = new LocalNode(contact, options.ring(), World.OVERLAY);
        return new Guides(server, corruption, new SimulatedSos(local, ports, endpoint, server));
    }

    /** The opinion server, if there is one. */
    Optional<SimulatedSos> sos() {
        return Optional.ofNullable(sos);
    }

    /** What a node knows of opinion servers. */
    Optional<OpinionServers> servers(NodePorts ports) {
        return sos().map(server -> new OpinionServers(List.of(server.contact()), ports));
    }

    /** Whom an honest node rather does not pass pings to. */
    NodeTrust trust(Optional<OpinionServers> servers, NodePorts ports) {
        return switch (guidance) {
            case Guidance.Blind _, Guidance.Signed _, Guidance.Memory _ -> NodeTrust.NONE;
            case Guidance.Oracle _ ->
                nodes -> nodes.stream().filter(corruption::isBad).collect(Collectors.toSet());
            case Guidance.Server _ -> new KnownOpinions(servers.orElseThrow(), ports);
        };
    }
}
