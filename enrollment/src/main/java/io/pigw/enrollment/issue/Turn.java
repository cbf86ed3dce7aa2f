package io.pigw.enrollment.issue;

import java.util.Optional;

/** The right of one request to be at work, of which there are few. */
public interface Turn {

    /** Something that may take long and is limited otherwise. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws InterruptedException;
    }

    /** Where nobody else waits. */
    Turn UNLIMITED = new Turn() {
        @Override
        public <T> Optional<T> aside(Question<T> question) throws InterruptedException {
            return Optional.of(question.ask());
        }
    };

    /** Asks while others are at work instead. The answer; empty if no turn came again in time, and then there is none any more. */
    <T> Optional<T> aside(Question<T> question) throws InterruptedException;
}
