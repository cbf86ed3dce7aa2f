package io.pigw.simulation.network;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.Optional;

/** Meddles with what crosses the links. */
@FunctionalInterface
public interface LinkFilter {

    /** Every message passes as it is. */
    LinkFilter NONE = (_, _, message) -> Optional.of(message);

    /** What is to arrive instead of the message; nothing loses it. */
    Optional<P2psipMessage> pass(NodeId from, NodeId to, P2psipMessage message);
}
