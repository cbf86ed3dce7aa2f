package io.pigw.enrollment;

import io.pigw.enrollment.audit.AuditActor;
import io.pigw.enrollment.policy.NodeIds;
import io.pigw.enrollment.policy.Policy;
import io.pigw.enrollment.policy.UserNames;
import io.pigw.enrollment.store.DatabaseEnrollmentStore;
import io.pigw.runtime.Environment;
import io.pigw.runtime.store.Database;
import java.util.Set;

/** A token made while the server does not run: its first operator's, whom no other operator can give one. */
public final class OfflineToken {

    private OfflineToken() {}

    /**
     * Makes the token, in the server's database. Blocks.
     *
     * @param user of the operating system, for the audit log
     * @return the secret; it is nowhere on record and cannot be shown again
     * @throws TokenRefusedException if a name or the ID is not to be had
     * @throws IllegalStateException if the database cannot be opened: the server runs, for one
     */
    public static String issue(EnrollmentConfig config, Environment environment, TokenRequest request, String user)
            throws TokenRefusedException, InterruptedException {
        try (Database database = environment.databases().open(config.store(), DatabaseEnrollmentStore.MIGRATIONS)) {
            NodeIds ids = new NodeIds(
                    config.overlay().ring(), Set.copyOf(config.overlay().reservedIds()), environment.random());
            Policy policy = new Policy(config.policy(), config.overlay().ring(), _ -> false);
            Tokens tokens = new Tokens(
                    new UserNames(config.overlay().name()),
                    new DatabaseEnrollmentStore(database.writer(), policy, ids),
                    environment.clock(),
                    environment.random());
            return tokens.issue(request, AuditActor.console(user)).secret();
        }
    }
}
