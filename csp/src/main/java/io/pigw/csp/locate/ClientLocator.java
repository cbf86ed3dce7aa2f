package io.pigw.csp.locate;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Knows where the CSP's own clients are: at the other end of the link that each of them keeps (RFC 5626), and nowhere else, for
 * nobody can dial them. Asks another locator about everybody else. On the CSP's thread.
 */
public final class ClientLocator implements Locator {

    private final Predicate<NodeId> isAttached;
    private final Locator otherwise;

    /**
     * Of one CSP.
     *
     * @param isAttached whether an ID is that of a client with a link to this CSP
     */
    public ClientLocator(Predicate<NodeId> isAttached, Locator otherwise) {
        this.isAttached = isAttached;
        this.otherwise = otherwise;
    }

    @Override
    public void locate(NodeId peer, CallId forMessage, boolean afresh, Consumer<Location> then) {
        if (isAttached.test(peer)) {
            then.accept(new Location.OverFlow(peer, afresh));
        } else {
            otherwise.locate(peer, forMessage, afresh, then);
        }
    }
}
