package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.audit.AuditOutcome;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.policy.KeyCheck;
import io.pigw.enrollment.policy.PolicySettings;
import io.pigw.enrollment.policy.Rule;
import io.pigw.enrollment.store.RequestRecord.State;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** The queue of what an operator is to approve. Within a transaction of the writer. */
final class Approvals {

    /** How long a request stays on record after its end; the audit log has it for good. */
    static final Duration KEPT = Duration.ofDays(30);

    /** Requests that are taken off the record along with one that comes. */
    private static final int MAX_PURGED = 100;

    private static final int ID_DIGITS = 16;

    private final Statements statements;
    private final RequestTable requests;
    private final PolicySettings.Approval settings;

    Approvals(Statements statements, PolicySettings.Approval settings) {
        this.statements = statements;
        this.requests = new RequestTable(statements);
        this.settings = settings;
    }

    /** What the operator says to a claim. */
    sealed interface Answer {}

    /** Yes. */
    record Given() implements Answer {}

    /** Nothing yet. */
    record Waits(String requestId) implements Answer {}

    /** No, or the queue is full. */
    record Withheld(Rule rule, String reason) implements Answer {}

    /**
     * Looks the claim up; puts it into the queue if it is not there. What was decided of it holds for the account, role, names,
     * ID and key that were asked for then: anything else is another request.
     */
    Answer ask(Claim claim, Grant grant, Instant now) throws SQLException {
        Optional<RequestRecord> latest = requests.latest(claim.right().key(), claim.csrHash());
        Optional<RequestRecord> known = latest.filter(request -> isFor(request, claim, grant));
        if (known.isPresent()) {
            RequestRecord request = known.get();
            boolean isInTime = now.isBefore(request.grant().expires());
            switch (request.state()) {
                case APPROVED -> {
                    if (isInTime) {
                        return new Given();
                    }
                }
                case PENDING -> {
                    if (isInTime) {
                        return new Waits(request.id());
                    }
                }
                case REJECTED -> {
                    return new Withheld(
                            Rule.REQUEST_REJECTED, Rights.rejection(request).reason());
                }
                case WITHDRAWN, EXPIRED, ISSUED -> {}
            }
        }
        return enqueue(claim, grant, latest.map(RequestRecord::id).orElse(""), now);
    }

    private static boolean isFor(RequestRecord request, Claim claim, Grant grant) {
        Grant asked = request.grant();
        return request.keyHash().equals(claim.key().hash())
                && asked.account().equals(grant.account())
                && asked.role() == grant.role()
                && asked.users().equals(grant.users())
                && Objects.equals(asked.fixedId(), grant.fixedId());
    }

    /**
     * Puts the claim into the queue.
     *
     * @param after the ID of the same claim's last request, so that the new one has another; empty if there was none
     */
    private Answer enqueue(Claim claim, Grant grant, String after, Instant now) throws SQLException {
        switch (claim.right()) {
            case Claim.Token(String hash) -> requests.withdraw(hash, now);
            // an account may have several devices, each with a key of its own: none withdraws another's request
            case Claim.Provided provided ->
                requests.withdraw(provided.key(), claim.key().hash(), now);
        }
        requests.purge(now.minus(KEPT), MAX_PURGED);
        if (requests.pendingOf(grant.account(), now) >= settings.perAccount()) {
            return new Withheld(
                    Rule.TOO_MANY_REQUESTS,
                    "the account has " + settings.perAccount() + " requests that wait for approval");
        }
        if (requests.pending(now) >= settings.overall()) {
            return new Withheld(Rule.TOO_MANY_REQUESTS, "too many requests wait for approval");
        }
        String id = KeyCheck.sha256((claim.right().key()
                                + ' '
                                + claim.csrHash()
                                + ' '
                                + after
                                + ' '
                                + now.toEpochMilli()
                                + ' '
                                + grant.role()
                                + ' '
                                + Sql.join(grant.users())
                                + ' '
                                + grant.fixedId())
                        .getBytes(StandardCharsets.UTF_8))
                .substring(0, ID_DIGITS);
        Grant asked =
                new Grant(grant.account(), grant.role(), grant.users(), grant.fixedId(), now.plus(settings.expires()));
        requests.add(new RequestRecord(
                id,
                claim.right().key(),
                claim.csrHash(),
                claim.key().hash(),
                asked,
                claim.address(),
                State.PENDING,
                now,
                null,
                null,
                null,
                null));
        AuditLog.append(
                statements,
                Trail.done(now, AuditActor.account(grant.account()), AuditAction.REQUEST_PENDING, id, grant)
                        .as(AuditOutcome.PENDING)
                        .with("address", claim.address())
                        .with("key", claim.key().hash()));
        return new Waits(id);
    }

    /** The other end of a request. */
    record Closing(Statements statements) {
        /** The claim's approved request, if there is one, has come to its certificate. */
        void issued(Claim claim, BigInteger serial) throws SQLException {
            RequestTable requests = new RequestTable(statements);
            Optional<RequestRecord> request = requests.latest(claim.right().key(), claim.csrHash());
            if (request.isPresent() && request.get().state() == State.APPROVED) {
                requests.issued(request.get().id(), serial);
            }
        }
    }
}
