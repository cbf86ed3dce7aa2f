package io.pigw.enrollment.revoke;

import io.pigw.enrollment.audit.AuditActor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A decision to take certificates back.
 *
 * @param selector which
 * @param reason why
 * @param invalidSince from when on they are not to be relied on (RFC 5280 §5.3.2); null: not known
 * @param actor who decides
 */
public record RevocationRequest(
        Selector selector,
        RevocationReason reason,
        @Nullable Instant invalidSince,
        AuditActor actor) {}
