package io.pigw.runtime.store;

/** A booted database, its writer, and how many hold it. {@code shares} is guarded by {@link Databases}. */
final class SharedDatabase {

    private final Databases owner;
    private final Engine engine;
    private final String migrations;
    private final BatchWriter writer;
    private final DiskRoom disk;
    private int shares;

    SharedDatabase(Databases owner, Engine engine, String migrations, BatchWriter writer, DiskRoom disk) {
        this.owner = owner;
        this.engine = engine;
        this.migrations = migrations;
        this.writer = writer;
        this.disk = disk;
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

    DiskRoom disk() {
        return disk;
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
