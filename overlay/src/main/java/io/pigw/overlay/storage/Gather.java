package io.pigw.overlay.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hands over some answers when the last of them has come. On its node's thread. */
final class Gather<T> {

    private final int expected;
    private final Consumer<List<T>> then;
    private final List<T> answers = new ArrayList<>();

    /** @param expected 1 or more */
    Gather(int expected, Consumer<List<T>> then) {
        this.expected = expected;
        this.then = then;
    }

    /** One more has come. */
    void add(T answer) {
        answers.add(answer);
        if (answers.size() == expected) {
            then.accept(List.copyOf(answers));
        }
    }
}
