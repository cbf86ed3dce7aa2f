package io.pigw.runtime.store;

/** A booted database, its writer, and how many hold it. {@code shares} is guarded by {@link Databases}. */
final class SharedDatabase {

    private final Databases owner;
    private final Engine engine;
    private final String migrations;
    private final BatchWriter writer;
    private int shares;

    SharedDatabase(Databases owner, Engine engine, String migrations, BatchWriter writer) {
        this.owner = owner;
        this.engine = engine;
        this.migrations = migrations;
        this.writer = writer;
    }

    Engine engine() {
        return engine;
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
