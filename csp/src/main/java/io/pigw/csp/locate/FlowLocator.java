package io.pigw.csp.locate;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Uses the link that a peer keeps open (RFC 5626); asks another locator about a peer that has none. On the CSP's thread. */
public final class FlowLocator implements Locator {

    private final Predicate<NodeId> isLinked;
    private final Locator otherwise;

    /**
     * Of one CSP.
     *
     * @param isLinked whether a peer has a link open now
     */
    public FlowLocator(Predicate<NodeId> isLinked, Locator otherwise) {
        this.isLinked = isLinked;
        this.otherwise = otherwise;
    }

    @Override
    public void locate(NodeId peer, CallId forMessage, boolean afresh, Consumer<Location> then) {
        if (!afresh && isLinked.test(peer)) {
            then.accept(new Location.OverFlow(peer, false));
        } else {
            otherwise.locate(peer, forMessage, afresh, then);
        }
    }
}
