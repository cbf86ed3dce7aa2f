package io.pigw.enrollment.exclude;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.audit.AuditOutcome;
import io.pigw.enrollment.policy.Application.Holder;
import io.pigw.enrollment.revoke.DatabaseRevocationStore;
import io.pigw.enrollment.revoke.Revocation;
import io.pigw.enrollment.revoke.RevocationReason;
import io.pigw.enrollment.revoke.RevocationRequest;
import io.pigw.enrollment.revoke.RevocationResult;
import io.pigw.enrollment.revoke.Selector;
import io.pigw.enrollment.store.ExclusionTable;
import io.pigw.enrollment.store.ExclusionTable.Kind;
import io.pigw.enrollment.store.UnusedTokens;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Statements;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides about a proposal: checks, revocation, tokens and audit entry in one transaction of the writer, so that nothing comes
 * between what was counted and what is done.
 *
 * @param proposer the opinion server
 * @param serial of the certificate that it showed
 * @param proposal what it says
 * @param settings what may come of it
 * @param now when
 */
record ExclusionDecision(
        NodeId proposer, BigInteger serial, Proposal proposal, ExclusionSettings settings, Instant now) {

    private static final Duration WINDOW = Duration.ofHours(1);

    /**
     * The node's certificates. The reason is {@code privilegeWithdrawn}: the node may not do any more what its certificate says,
     * while nothing is known of its key. {@code keyCompromise} would claim that somebody else has it; an operator who finds that
     * out can still say so, for it takes the place of any other reason.
     */
    RevocationRequest revocation() {
        return new RevocationRequest(
                new Selector.Node(proposal.node()), RevocationReason.PRIVILEGE_WITHDRAWN, null, actor());
    }

    AuditActor actor() {
        return AuditActor.node(proposer);
    }

    ExclusionOutcome take(Statements statements) throws SQLException {
        ExclusionTable table = new ExclusionTable(statements);
        if (!table.isInStanding(serial, proposer)) {
            return new ExclusionOutcome.NotInStanding();
        }
        Optional<Holder> holder = table.holderOf(proposal.node());
        if (holder.isEmpty()) {
            return new ExclusionOutcome.UnknownNode();
        }
        boolean isUsers = switch (holder.get().role()) {
            case PEER, CLIENT -> true;
            case CSP, GATEWAY, SOS, ENROLLMENT, OPERATOR -> false;
        };
        if (!isUsers) {
            return new ExclusionOutcome.ProtectedRole(holder.get().role());
        }
        if (!table.isIn(proposal.node(), now)) {
            return new ExclusionOutcome.Already();
        }
        return switch (settings.mode()) {
            case REVOKE -> exclude(statements, table, holder.get().account());
            case RECORD -> note(statements, table, holder.get().account());
        };
    }

    private ExclusionOutcome exclude(Statements statements, ExclusionTable table, String account) throws SQLException {
        Optional<Duration> wait = full(table, Kind.DONE);
        if (wait.isPresent()) {
            return new ExclusionOutcome.Capped(wait.get());
        }
        table.add(proposal.node(), account, proposer, Kind.DONE, now);
        AuditLog.append(statements, event(account));
        RevocationResult result = DatabaseRevocationStore.revoke(statements, revocation(), now);
        new UnusedTokens(statements, actor(), now).voidOfUser(account, proposal.node());
        return new ExclusionOutcome.Excluded(changed(result));
    }

    private ExclusionOutcome note(Statements statements, ExclusionTable table, String account) throws SQLException {
        if (table.isNotedAfter(proposal.node(), now.minus(WINDOW))) {
            return new ExclusionOutcome.Recorded();
        }
        Optional<Duration> wait = full(table, Kind.NOTED);
        if (wait.isPresent()) {
            return new ExclusionOutcome.Capped(wait.get());
        }
        table.add(proposal.node(), account, proposer, Kind.NOTED, now);
        AuditLog.append(statements, event(account).as(AuditOutcome.PENDING));
        return new ExclusionOutcome.Recorded();
    }

    /** How long until there is room again; empty: there is. A clock that went back does not make it longer than the window. */
    private Optional<Duration> full(ExclusionTable table, Kind kind) throws SQLException {
        int most = settings.perHour();
        if (most == 0) {
            return Optional.of(WINDOW);
        }
        List<Instant> latest = table.latestAfter(now.minus(WINDOW), kind, most);
        if (latest.size() < most) {
            return Optional.empty();
        }
        Duration wait = Duration.between(now, latest.getLast().plus(WINDOW));
        return Optional.of(wait.compareTo(WINDOW) > 0 ? WINDOW : wait);
    }

    private AuditEvent event(String account) {
        Proposal.Evidence evidence = proposal.evidence();
        return AuditEvent.done(
                        now, actor(), AuditAction.EXCLUDED, proposal.node().toString())
                .with("account", account)
                .with("grounds", proposal.grounds().word())
                .with("good", evidence.good())
                .with("bad", evidence.bad())
                .with("counterparties", evidence.counterparties())
                .with("destinations", evidence.destinations())
                .with("detail", proposal.detail());
    }

    private static List<Revocation> changed(RevocationResult result) {
        return switch (result) {
            case RevocationResult.Done done -> done.changed();
            case RevocationResult.NotFound _, RevocationResult.Refused _ -> List.of();
        };
    }
}
