package io.pigw.runtime.store;

/** The writer is closed: the write was not taken. */
public final class WriterClosedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WriterClosedException() {
        super("the writer is closed", null, false, false);
    }
}
