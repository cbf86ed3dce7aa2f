package io.pigw.overlay.port;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.function.Consumer;

/**
 * A message that came over a link and answers nothing we asked.
 *
 * @param from the link's other end, authenticated
 * @param observedAddress the other end's transport address as seen here; its port is ephemeral when the other end dialled
 * @param message what came
 * @param reply sends an answer over the same link; on the node's thread, at most once
 */
public record Inbound(
        NodeCertificate from, HostPort observedAddress, P2psipMessage message, Consumer<P2psipMessage> reply) {}
