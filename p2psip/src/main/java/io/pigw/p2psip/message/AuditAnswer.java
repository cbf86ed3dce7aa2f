package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;

/**
 * {@code P2PSIP AuditAnswer}: what a hop added to the ping that it passed on, and the receipt of the one that took it.
 *
 * @param entry the hop's own
 * @param taker who took the ping
 * @param receipt the taker's signature, as in its {@link PingReceipt}
 */
public record AuditAnswer(Transaction transaction, RouteEntry entry, NodeContact taker, Identity receipt)
        implements PingMessage {}
