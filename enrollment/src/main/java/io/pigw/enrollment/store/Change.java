package io.pigw.enrollment.store;

/** What became of an operator's order. */
public sealed interface Change<T> {

    /** It is done, and on record. */
    record Done<T>(T now) implements Change<T> {}

    /** There is nothing of that name. */
    record NotFound<T>() implements Change<T> {}

    /** It cannot be done: nothing changed. The reason is fit for the operator's eyes. */
    record Conflict<T>(String reason) implements Change<T> {}
}
