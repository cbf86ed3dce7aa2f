package io.pigw.csp.locate;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.Response;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds any node of the overlay for a peer. The CSP whose arc holds the node is asked first: it alone knows whether the node
 * keeps a link to it, and its pings find most. Where that one is this CSP, or does not answer, this CSP looks itself. A CSP is
 * looked for no less long than an ID that nobody has, and not found. On the CSP's thread.
 */
public final class ArcLocator implements Locator {

    /** How much longer the other CSP may take than its pings. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final NodeId self;
    private final Set<NodeId> csps;
    private final Function<NodeId, NodeContact> responsible;
    private final Locator here;
    private final NodePorts ports;
    private final Duration timeLimit;

    /**
     * Of one CSP.
     *
     * @param csps all of them, this one too
     * @param responsible the CSP whose arc holds an ID, among those that are up
     * @param here what this CSP finds by itself
     * @param timeLimit of pings
     */
    public ArcLocator(
            NodeId self,
            Set<NodeId> csps,
            Function<NodeId, NodeContact> responsible,
            Locator here,
            NodePorts ports,
            Duration timeLimit) {
        this.self = self;
        this.csps = Set.copyOf(csps);
        this.responsible = responsible;
        this.here = here;
        this.ports = ports;
        this.timeLimit = timeLimit;
    }

    @Override
    public void locate(NodeId node, CallId forMessage, boolean afresh, Consumer<Location> then) {
        if (csps.contains(node)) {
            ports.scheduler().schedule(timeLimit, () -> then.accept(new Location.Nowhere("a CSP")));
            return;
        }
        NodeContact csp = responsible.apply(node);
        if (csp.id().equals(self)) {
            here.locate(node, forMessage, afresh, then);
            return;
        }
        LocateRequest question = new LocateRequest(Transaction.mint(ports.random()), node);
        ports.transport().request(csp, question, timeLimit.plus(MARGIN), outcome -> {
            switch (outcome) {
                case Outcome.Answered(LocateAnswer answer, NodeCertificate by)
                when isFrom(csp, by) && answer.destination().equals(node) -> then.accept(location(csp, answer));
                case Outcome.Answered(Response response, NodeCertificate by)
                when isFrom(csp, by) && isKnown(response) -> then.accept(new Location.Nowhere("not found by its CSP"));
                case Outcome.Answered _, Outcome.TimedOut _, Outcome.Unreachable _ ->
                    here.locate(node, forMessage, afresh, then);
            }
        });
    }

    private static boolean isFrom(NodeContact csp, NodeCertificate by) {
        return by.role() == Role.CSP && by.id().equals(csp.id());
    }

    /** Not so for a CSP of an earlier release, which knows no such question, and for one that has no time for it. */
    private static boolean isKnown(Response response) {
        int code = response.status().code();
        return code == 480 || code == 404;
    }

    private Location location(NodeContact csp, LocateAnswer answer) {
        if (answer.isDirect()) {
            return new Location.At(answer.contact(), true);
        }
        return answer.contact().id().equals(csp.id())
                ? new Location.AtCsp(csp)
                : new Location.Nowhere("at a CSP that is not its own");
    }
}
