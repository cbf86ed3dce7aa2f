package io.pigw.enrollment.store;

import io.pigw.enrollment.audit.AuditAction;
import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.audit.AuditEvent;
import io.pigw.enrollment.audit.AuditLog;
import io.pigw.enrollment.policy.Application.Holder;
import io.pigw.enrollment.policy.Rule;
import io.pigw.enrollment.policy.Violation;
import io.pigw.enrollment.store.CertificateTable.Origin;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Party;
import io.pigw.runtime.store.Statements;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts certificates on record that a restored backup does not know: their nodes show them when they renew. Node ID and user
 * names become the node's again, as long as nobody has got them since. What was claimed before the restoration tells whose they
 * were: a name and an ID belong to one account for good. Runs within a transaction of the writer.
 */
final class Adoptions {

    private static final String REMEDY =
            ": the server was restored from a backup that does not know the certificate; have a"
                    + " new token made and enroll anew";

    private Adoptions() {}

    /** Puts it on record, unless it is; or says why not. */
    static Optional<Violation> adopt(Statements statements, Shown shown, Instant restored, Instant now)
            throws SQLException {
        CertificateTable certificates = new CertificateTable(statements);
        if (certificates.isOnRecord(shown.certificate().serial())) {
            return Optional.empty();
        }
        NameTable names = new NameTable(statements);
        Optional<Holder> holder = certificates.holderOf(shown.id());
        Set<String> owners = new LinkedHashSet<>();
        holder.ifPresent(one -> owners.add(one.account()));
        List<Party.User> free = new ArrayList<>();
        for (Party.User user : shown.users()) {
            names.ownerOf(user).ifPresentOrElse(owners::add, () -> free.add(user));
        }
        String account = owners.isEmpty() ? account(shown) : owners.iterator().next();
        AccountTable accounts = new AccountTable(statements);
        Optional<String> obstacle = obstacle(shown, holder, owners);
        if (certificates.isRevoked(shown.id())) {
            obstacle = Optional.of("a certificate of node " + shown.id() + " was revoked");
        }
        for (String owner : owners) {
            if (accounts.find(owner).filter(known -> known.blocked() != null).isPresent()) {
                obstacle = Optional.of("the account " + owner + " is blocked");
            }
        }
        if (certificates.isEnrolledAfter(shown.id(), restored)) {
            obstacle = Optional.of("node " + shown.id() + " is another one now");
        }
        for (Party.User user : shown.users()) {
            if (names.isClaimedAfter(user, restored)) {
                obstacle = Optional.of("the user name " + user + " was given to the account "
                        + names.ownerOf(user).orElse("") + " since");
            }
        }
        if (obstacle.isEmpty() && owners.isEmpty() && accounts.find(account).isPresent()) {
            obstacle = Optional.of("the account " + account + " is known, and these names are not its own");
        }
        if (obstacle.isEmpty() && certificates.isForeignKey(shown.certificate().keyHash(), shown.id())) {
            obstacle = Optional.of("another node has that key");
        }
        String serial = shown.certificate().serial().toString(16);
        AuditActor actor = AuditActor.node(shown.id());
        if (obstacle.isPresent()) {
            AuditLog.append(statements, AuditEvent.refused(now, actor, AuditAction.ADOPTED, serial, obstacle.get()));
            return Optional.of(Rule.NOT_ON_RECORD.violation(obstacle.get() + REMEDY));
        }
        accounts.know(account, now);
        Instant then = shown.certificate().notBefore();
        for (Party.User user : free) {
            names.claim(user, account, then);
        }
        if (holder.isEmpty()) {
            certificates.addNode(shown.id(), account, shown.role(), then);
        }
        // As if it had been renewed from the node's last one on record: of each there is one living line.
        Origin origin = new Origin(
                shown.id(),
                shown.users(),
                null,
                null,
                certificates.latest(shown.id(), then).orElse(null));
        certificates.add(shown.certificate(), origin, now);
        AuditLog.append(
                statements,
                AuditEvent.done(now, actor, AuditAction.ADOPTED, serial)
                        .with("account", account)
                        .with("role", shown.role().name())
                        .with("users", Sql.join(shown.users())));
        return Optional.empty();
    }

    private static Optional<String> obstacle(Shown shown, Optional<Holder> holder, Set<String> owners) {
        if (shown.role() == Role.OPERATOR) {
            // who was an operator is decided at the machine: 'pigw enroll operator-token'
            return Optional.of("an operator");
        }
        if (holder.isPresent() && holder.get().role() != shown.role()) {
            return Optional.of("node " + shown.id() + " is one of another role now");
        }
        return owners.size() > 1
                ? Optional.of("its node ID and user names belong to several accounts now")
                : Optional.empty();
    }

    /** Whose it was is not in a certificate; what a token is made for by default is. */
    private static String account(Shown shown) {
        return shown.users().isEmpty()
                ? "restored-" + shown.id()
                : shown.users().getFirst().name();
    }
}
