package io.pigw.gateway.outbox;

import java.util.Optional;

/**
 * What a completion did.
 *
 * @param ended false if the entry had ended before; nothing was written then
 * @param report the entry that was written in the same transaction
 */
public record Completion(boolean ended, Optional<Entry> report) {}
