package io.pigw.enrollment.store;

import io.pigw.runtime.store.BatchWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The store in SQL, on the database's one writer thread. */
public final class DatabaseChargeStore implements ChargeStore {

    private final BatchWriter writer;

    /** A store over the writer of a database that has been migrated from {@link DatabaseEnrollmentStore#MIGRATIONS}. */
    public DatabaseChargeStore(BatchWriter writer) {
        this.writer = writer;
    }

    @FunctionalInterface
    private interface Change {
        void apply(ChargeTable charges) throws SQLException;
    }

    @Override
    public CompletableFuture<Void> begin(String id, String account, Instant now) {
        return submit(charges -> charges.begin(id, account, now));
    }

    @Override
    public CompletableFuture<Void> abandon(String id, Instant now) {
        return submit(charges -> charges.release(id, now));
    }

    @Override
    public CompletableFuture<List<Due>> due(int limit, Instant now) {
        return writer.submit(Runnable::run, statements -> new ChargeTable(statements).due(limit, now));
    }

    @Override
    public CompletableFuture<Void> settled(String id) {
        return submit(charges -> charges.remove(id));
    }

    @Override
    public CompletableFuture<Void> postpone(String id, Instant until) {
        return submit(charges -> charges.postpone(id, until));
    }

    private CompletableFuture<Void> submit(Change change) {
        return writer.submit(Runnable::run, statements -> {
                    change.apply(new ChargeTable(statements));
                    return true;
                })
                .thenAccept(_ -> {});
    }
}
