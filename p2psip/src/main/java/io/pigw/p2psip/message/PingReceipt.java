package io.pigw.p2psip.message;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;

/**
 * {@code P2PSIP PingReceipt}: a hop, or the destination, has taken a {@link PingRequest}, and signs that it did. Whoever passed the
 * ping on keeps it for a while and shows it to the CSP that asks ({@link AuditRequest}).
 *
 * @param transaction of the ping that it answers
 * @param taker who took it, and where it listens
 * @param identity the taker's signature over all entries of the ping as it came, and the taker
 */
public record PingReceipt(Transaction transaction, NodeContact taker, Identity identity) implements PingMessage {}
