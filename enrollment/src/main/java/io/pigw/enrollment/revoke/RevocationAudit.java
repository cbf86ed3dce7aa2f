package io.pigw.enrollment.revoke;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;

/** What the audit log says of revocations: an entry for each certificate; none where nothing was found or changed. */
final class RevocationAudit {

    private RevocationAudit() {}

    static void revoked(Statements statements, RevocationRequest request, RevocationResult result, Instant now)
            throws SQLException {
        switch (result) {
            case RevocationResult.Done done -> {
                for (Revocation revocation : done.changed()) {
                    AuditEvent event = about(AuditAction.REVOKED, revocation, request.selector(), request.actor(), now);
                    Instant since = revocation.invalidSince();
                    AuditLog.append(statements, since == null ? event : event.with("invalidSince", since));
                }
            }
            case RevocationResult.Refused refused ->
                refused(statements, AuditAction.REVOKED, request.selector(), request.actor(), refused, now);
            case RevocationResult.NotFound _ -> {}
        }
    }

    static void released(
            Statements statements, Selector selector, AuditActor actor, RevocationResult result, Instant now)
            throws SQLException {
        switch (result) {
            case RevocationResult.Done done -> {
                for (Revocation hold : done.changed()) {
                    AuditLog.append(statements, about(AuditAction.RELEASED, hold, selector, actor, now));
                }
            }
            case RevocationResult.Refused refused ->
                refused(statements, AuditAction.RELEASED, selector, actor, refused, now);
            case RevocationResult.NotFound _ -> {}
        }
    }

    private static AuditEvent about(
            AuditAction action, Revocation revocation, Selector selector, AuditActor actor, Instant now) {
        AuditEvent event = AuditEvent.done(
                        now, actor, action, revocation.serial().toString(16))
                .with("by", selector)
                .with("reason", revocation.reason().label());
        NodeId node = revocation.node();
        return node == null ? event : event.with("node", node);
    }

    private static void refused(
            Statements statements,
            AuditAction action,
            Selector selector,
            AuditActor actor,
            RevocationResult.Refused refused,
            Instant now)
            throws SQLException {
        AuditLog.append(statements, AuditEvent.refused(now, actor, action, selector.toString(), refused.reason()));
    }
}
