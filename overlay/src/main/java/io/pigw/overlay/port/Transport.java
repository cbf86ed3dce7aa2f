package io.pigw.overlay.port;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends to other nodes over authenticated links. The other end's certificate must bear the ID of the contact; a link that is
 * open to that node, whoever dialled it, may be used. Called on the node's thread, calls back on it, never within the call
 * itself, and never blocks.
 */
public interface Transport {

    /** Sends one way. What cannot be sent is dropped and counted. */
    void send(NodeContact to, P2psipMessage message);

    /**
     * Sends a request and waits for the answer with the same transaction.
     *
     * @param request with a fresh transaction
     * @param timeout from now to the answer, dialling included
     * @param then called exactly once
     */
    void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then);
}
