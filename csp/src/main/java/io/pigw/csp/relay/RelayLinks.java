package io.pigw.csp.relay;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.MessageRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The ways out of a CSP. Called on its thread, calls back on it, never within the call itself. */
public interface RelayLinks {

    /** The gateways that are connected now, in the order in which they came. */
    List<NodeId> gateways();

    /** Over a link that the other end keeps open; unreachable when there is none. */
    void requestOverLink(NodeId to, MessageRequest message, Duration timeout, Consumer<Outcome> then);

    /** Over a connection dialled to exactly that address, where the certificate bears that ID. */
    void requestDialled(NodeContact to, MessageRequest message, Duration timeout, Consumer<Outcome> then);
}
