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
 * The transport that the ring is given. Members name each other to the ring, and each of them may lie:
 *
 * <ul>
 *   <li>A gateway's ID is dialled where it is said to be, as one that nobody holds would be, and never reached over the gateway's
 *       own link: whoever listens there learns nothing from being dialled or not.
 *   <li>What only the operator's own may be is not dialled for anybody else.
 * </ul>
 */
record RingTransport(
        Transport transport,
        Scheduler scheduler,
        Dialling dialling,
        Predicate<NodeId> isHidden,
        Predicate<NodeContact> isForbidden)
        implements Transport {

    /** Asks over a connection dialled to exactly that address, where the certificate bears that ID. */
    @FunctionalInterface
    interface Dialling {

        void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then);
    }

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        if (!isHidden.test(to.id()) && !isForbidden.test(to)) {
            transport.send(to, message);
        }
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        if (isForbidden.test(to)) {
            scheduler.schedule(Duration.ZERO, () -> then.accept(new Outcome.Unreachable("not a member's address")));
        } else if (isHidden.test(to.id())) {
            dialling.request(to, request, timeout, then);
        } else {
            transport.request(to, request, timeout, then);
        }
    }
}
