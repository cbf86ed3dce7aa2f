package io.pigw.gateway.translate;

import io.pigw.p2psip.message.Status;

/** What a message became. */
public sealed interface Translation<T> {

    /** The message on the other side. */
    record Translated<T>(T message) implements Translation<T> {}

    /** The answer to its sender instead. */
    record Refused<T>(Status status) implements Translation<T> {}
}
