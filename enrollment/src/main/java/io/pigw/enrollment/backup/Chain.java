package io.pigw.enrollment.backup;

import io.pigw.enrollment.audit.AuditChain;
import io.pigw.enrollment.audit.AuditEntry;
import io.pigw.enrollment.audit.AuditHead;
import io.pigw.enrollment.audit.AuditStore;
import io.pigw.enrollment.audit.AuditVerdict;
import io.pigw.enrollment.audit.DatabaseAuditStore;
import io.pigw.runtime.store.Database;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The audit log of a copy of the database. Blocks. */
final class Chain {

    private Chain() {}

    /**
     * Follows it from its first entry to its head.
     *
     * @throws BackupException if it is broken
     */
    static AuditHead verified(Database database) throws BackupException, InterruptedException {
        AuditStore store = new DatabaseAuditStore(database.writer());
        AuditHead end = get(store.head());
        AuditChain chain = new AuditChain();
        List<AuditEntry> page;
        do {
            page = get(store.after(chain.head().seq(), AuditStore.MAX_PAGE));
            page.forEach(chain::add);
        } while (!page.isEmpty() && chain.verdict() instanceof AuditVerdict.Intact);
        return switch (chain.verdict()) {
            case AuditVerdict.Broken(long seq, String what) ->
                throw new BackupException("the audit log is broken at entry " + seq + ": " + what);
            case AuditVerdict.Intact(long entries, AuditHead head) when head.equals(end) -> head;
            case AuditVerdict.Intact(long entries, AuditHead head) ->
                throw new BackupException(
                        "the audit log ends with entry " + entries + ", but should with entry " + end.seq());
        };
    }

    static <T> T get(CompletableFuture<T> answer) throws BackupException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new BackupException("the database does not answer: " + e.getCause(), e);
        }
    }
}
