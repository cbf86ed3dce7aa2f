package io.pigw.runtime.store;

/** How writing some jobs in one transaction went. */
sealed interface Attempt {

    /** All are committed. */
    record Done() implements Attempt {}

    /** One of them failed; none has an effect. */
    record Failed(Exception failure) implements Attempt {}

    /**
     * The connection went.
     *
     * @param inDoubt during the commit: whether that is done is for the database to tell
     */
    record Lost(Exception failure, boolean inDoubt) implements Attempt {}
}
