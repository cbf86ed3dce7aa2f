package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.chord.RoutingView;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.signing.SignedContent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The CSP's side of a ping: multicasts it on several routes with distinct first hops, the nearest known nodes anti-clockwise
 * of the destination (the paper, §2.3), and takes the first valid answer.
 */
public final class Pinger {

    private final LocalNode local;
    private final NodePorts ports;
    private final RoutingView view;
    private final PingOptions options;
    private final PingEvents events;
    private final RouteChecks checks;
    private final HandOver handOver;
    private final Map<String, Multicast> pending = new HashMap<>();

    /** Of a CSP; its signer's certificate bears that role. */
    public Pinger(LocalNode local, NodePorts ports, RoutingView view, PingOptions options, PingEvents events) {
        this.local = local;
        this.ports = ports;
        this.view = view;
        this.options = options;
        this.events = events;
        this.checks = new RouteChecks(local, ports.verifier());
        this.handOver = new HandOver(ports, view, options);
    }

    /**
     * Looks for a node.
     *
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, Consumer<PingOutcome> then) {
        ping(destination, options.routes(), then);
    }

    /**
     * Looks for a node on another number of routes than usual.
     *
     * @param routes copies, 1 to 32
     * @param then called once, within the time limit; perhaps within this call
     */
    public void ping(NodeId destination, int routes, Consumer<PingOutcome> then) {
        if (pending.size() >= options.maxPending()) {
            then.accept(new PingOutcome.NotFound(PingOutcome.Reason.OVERLOADED));
            return;
        }
        List<NodeContact> firstHops =
                isElsewhere(destination) ? view.closestPreceding(destination, routes + options.tries() - 1) : List.of();
        if (firstHops.isEmpty()) {
            then.accept(new PingOutcome.NotFound(PingOutcome.Reason.NO_ROUTE));
            return;
        }
        Multicast multicast = new Multicast(local, ports, options.withRoutes(routes), handOver, destination, firstHops);
        pending.put(multicast.nonce(), multicast);
        multicast.start(outcome -> {
            pending.remove(multicast.nonce());
            then.accept(outcome);
        });
        events.sent(multicast.routes());
    }

    /** Takes a {@link PingResponse} that came over a link. Nothing answers it. */
    public void onPingResponse(Inbound inbound, PingResponse response) {
        Multicast multicast = pending.get(response.terms().nonce());
        NodeCertificate signer = multicast == null ? null : signerOf(inbound, response);
        if (multicast == null || signer == null || !multicast.matches(response)) {
            events.dropped(PingDrop.UNEXPECTED_ANSWER);
            return;
        }
        if (!ports.verifier()
                .verify(
                        signer,
                        SignedContent.pingResponse(local.overlay(), response),
                        response.identity().signature())) {
            events.dropped(PingDrop.BAD_SIGNATURE);
            return;
        }
        multicast.located(response, signer);
    }

    private boolean isElsewhere(NodeId destination) {
        return local.ring().contains(destination) && !destination.equals(local.id());
    }

    private @Nullable NodeCertificate signerOf(Inbound inbound, PingResponse response) {
        NodeCertificate signer = checks.validated(response.identity().certificate());
        NodeId id = response.destination().id();
        return signer != null
                        && signer.role().isRingMember()
                        && signer.id().equals(id)
                        && inbound.from().id().equals(id)
                ? signer
                : null;
    }
}
