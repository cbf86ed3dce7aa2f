package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.Violation;
import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is written of a decision. */
final class Trail {

    private static final int TOKEN_DIGITS = 16;

    private Trail() {}

    /** What an unspent token, or its hash, is known by. */
    static String tokenId(String hash) {
        return hash.substring(0, Math.min(TOKEN_DIGITS, hash.length()));
    }

    static AuditEvent done(Instant at, AuditActor actor, AuditAction action, String subject, Grant grant) {
        return facts(AuditEvent.done(at, actor, action, subject), grant);
    }

    static AuditEvent refused(
            Instant at, AuditActor actor, AuditAction action, String subject, Grant grant, List<Violation> violations) {
        String codes = violations.stream().map(Violation::code).collect(Collectors.joining(" "));
        return facts(AuditEvent.refused(at, actor, action, subject, codes), grant);
    }

    private static AuditEvent facts(AuditEvent event, Grant grant) {
        NodeId fixed = grant.fixedId();
        return event.with("account", grant.account())
                .with("role", grant.role().name().toLowerCase(Locale.ROOT))
                .with("users", Sql.join(grant.users()))
                .with("id", fixed == null ? "" : fixed.toString());
    }
}
