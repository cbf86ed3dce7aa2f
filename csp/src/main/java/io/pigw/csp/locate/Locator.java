package io.pigw.csp.locate;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.util.function.Consumer;

/** Finds where a peer can be reached now. On the CSP's thread. */
public interface Locator {

    /**
     * Looks.
     *
     * @param forMessage the message that is to be delivered there
     * @param afresh whether what was known before has proved wrong; then the answer is a fresh one
     * @param then called once
     */
    void locate(NodeId peer, CallId forMessage, boolean afresh, Consumer<Location> then);
}
