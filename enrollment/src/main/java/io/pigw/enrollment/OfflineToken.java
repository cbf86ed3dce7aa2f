package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.enrollment.store.UnusedTokens;
import io.pigw.overlay.port.Role;
import io.pigw.runtime.Environment;
import io.pigw.runtime.store.Database;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A token made while the server does not run: its first operator's, whom no other operator can give one. Whoever makes it has lost the
 * one before, which is void from then on.
 */
public final class OfflineToken {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;

    private OfflineToken() {}

    /**
     * What was made.
     *
     * @param secret nowhere on record; it cannot be shown again
     * @param expires until when it may be used
     * @param voided how many unused tokens of the account, made this way before, were taken back
     */
    public record Made(String secret, Instant expires, int voided) {
        @Override
        public String toString() {
            return "Made[expires=" + expires + ", voided=" + voided + "]";
        }
    }

    /**
     * Makes a token for an operator, in the server's database. Blocks.
     *
     * @param account the operator's
     * @param user of the operating system, for the audit log
     * @throws TokenRefusedException if the account may not have it
     * @throws IllegalStateException if the database cannot be opened: the server runs, for one
     */
    public static Made issue(EnrollmentConfig config, Environment environment, String account, String user)
            throws TokenRefusedException, InterruptedException {
        TokenRequest request = new TokenRequest(account, Role.OPERATOR, List.of(), null, null);
        AuditActor actor = AuditActor.console(user);
        try (Database database = environment.databases().open(config.store(), DatabaseEnrollmentStore.MIGRATIONS)) {
            NodeIds ids = new NodeIds(
                    config.overlay().ring(), Set.copyOf(config.overlay().reservedIds()), environment.random());
            Policy policy = new Policy(config.policy(), config.overlay().ring(), _ -> false);
            Tokens tokens = new Tokens(
                    new UserNames(config.overlay().name()),
                    new DatabaseEnrollmentStore(database.writer(), policy, ids),
                    environment.clock(),
                    environment.random());
            int voided =
                    voidBefore(database, account, actor, environment.clock().instant());
            Tokens.Token token = tokens.issue(request, actor);
            return new Made(token.secret(), token.expires(), voided);
        }
    }

    private static int voidBefore(Database database, String account, AuditActor actor, Instant now)
            throws InterruptedException {
        try {
            return database.writer()
                    .submit(Runnable::run, statements -> new UnusedTokens(statements, actor, now).voidOffline(account))
                    .get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not take the tokens back", e);
        }
    }
}
