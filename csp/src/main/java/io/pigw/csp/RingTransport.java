package io.pigw.csp;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The transport that the ring is given: it does not reach gateways, whoever names one as a member, so that a gateway's ID looks
 * like one that nobody holds.
 */
record RingTransport(Transport transport, Scheduler scheduler, Predicate<NodeId> isHidden) implements Transport {

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        if (!isHidden.test(to.id())) {
            transport.send(to, message);
        }
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        if (isHidden.test(to.id())) {
            scheduler.schedule(Duration.ZERO, () -> then.accept(new Outcome.Unreachable("no such node")));
        } else {
            transport.request(to, request, timeout, then);
        }
    }
}
