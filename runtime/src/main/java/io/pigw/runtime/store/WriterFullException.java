package io.pigw.runtime.store;

/** The writer's queue is full: the write was not taken. Try later. */
public final class WriterFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WriterFullException(int capacity) {
        super("the writer's queue of " + capacity + " is full", null, false, false);
    }
}
