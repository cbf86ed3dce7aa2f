package io.pigw.csp;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The transport that pings are given. Where a hop listens that is asked what became of a ping it says itself, in what it signed, and
 * it may lie: who may not be dialled there is not asked, and counts as silent.
 *
 * @param ring for everything else
 * @param mayBeAsked whether an audit may go there
 * @param asked told of each audit that goes out
 */
record AuditTransport(Transport ring, Scheduler scheduler, Predicate<NodeContact> mayBeAsked, Runnable asked)
        implements Transport {

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        ring.send(to, message);
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        if (!(request instanceof AuditRequest)) {
            ring.request(to, request, timeout, then);
        } else if (mayBeAsked.test(to)) {
            asked.run();
            ring.request(to, request, timeout, then);
        } else {
            scheduler.schedule(Duration.ZERO, () -> then.accept(new Outcome.Unreachable("not a member's address")));
        }
    }
}
