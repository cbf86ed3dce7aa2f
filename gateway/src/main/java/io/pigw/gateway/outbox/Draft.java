package io.pigw.gateway.outbox;

import java.time.Instant;

/**
 * A message on its way into the outbox.
 *
 * @param key the same for each copy of the message
 * @param payload what is to be delivered
 * @param answer the code that its sender gets, now and for each copy: 200 or 202
 * @param acceptedAt when it came in
 * @param expiresAt no attempt starts after the first one that ends later
 * @param keepUntil the key is known at least so long, and at least 64·T1 beyond the end
 */
public record Draft(
        OutboxKey key, Payload payload, int answer, Instant acceptedAt, Instant expiresAt, Instant keepUntil) {}
