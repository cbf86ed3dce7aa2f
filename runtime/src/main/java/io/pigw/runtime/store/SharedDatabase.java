package io.pigw.runtime.store;

/** A booted database, its writer, and how many hold it. {@code shares} is guarded by {@link Databases}. */
final class SharedDatabase {

    private final Databases owner;
    private final DerbyDirectory derby;
    private final String migrations;
    private final BatchWriter writer;
    private int shares;

    SharedDatabase(Databases owner, DerbyDirectory derby, String migrations, BatchWriter writer) {
        this.owner = owner;
        this.derby = derby;
        this.migrations = migrations;
        this.writer = writer;
    }

    DerbyDirectory derby() {
        return derby;
    }

    String migrations() {
        return migrations;
    }

    BatchWriter writer() {
        return writer;
    }

    void take() {
        shares++;
    }

    void release() {
        owner.release(this);
    }

    /** Whether that was the last share. */
    boolean drop() {
        shares--;
        return shares == 0;
    }
}
