package io.pigw.runtime.renewal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a node's certificate is doing.
 *
 * @param id of the node, decimal
 * @param role of the node
 * @param overlay its name
 * @param sha256 of the certificate, hexadecimal
 * @param notBefore from when on it holds
 * @param notAfter until when it holds
 * @param nextRenewal when the node asks for the next one; null if it does not by itself
 * @param lastOutcome of the last renewal, or change of the files; null before the first
 * @param lastOutcomeAt when that was
 */
public record IdentityStatus(
        String id,
        String role,
        String overlay,
        String sha256,
        Instant notBefore,
        Instant notAfter,
        @Nullable Instant nextRenewal,
        @Nullable String lastOutcome,
        @Nullable Instant lastOutcomeAt) {}
