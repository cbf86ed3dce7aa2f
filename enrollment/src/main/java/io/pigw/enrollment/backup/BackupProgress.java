package io.pigw.enrollment.backup;

/** Is told how far a backup or a restoration is. Called on the thread that does it; returns at once. */
@FunctionalInterface
public interface BackupProgress {

    /** Tells nobody. */
    BackupProgress SILENT = (phase, done, of) -> {};

    /**
     * So much is done.
     *
     * @param phase what is going on, for people
     * @param done bytes of {@code of}
     * @param of 0 where that is not known
     */
    void update(String phase, long done, long of);
}
