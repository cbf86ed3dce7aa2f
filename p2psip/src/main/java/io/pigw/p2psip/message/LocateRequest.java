package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;

/**
 * A peer asks its CSP to ping a node for it, as only CSPs originate pings; or one CSP asks the one whose arc holds the node.
 * Answered by a {@link LocateAnswer}, or by a {@link Response} that says why not.
 *
 * @param destination the node that is looked for
 */
public record LocateRequest(Transaction transaction, NodeId destination) implements PingMessage {}
