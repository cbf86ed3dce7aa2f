package io.pigw.runtime.revocation;

/** Is told of new lists, on the thread that read them. */
@FunctionalInterface
public interface RevocationListener {

    /** The list holds from now on. */
    void taken(RevocationList list);
}
