package io.pigw.overlay.storage;

/** Runs a task when the last of some answers has come. On its node's thread. */
final class Countdown {

    private final Runnable then;
    private int open;

    /** @param answers 1 or more */
    Countdown(int answers, Runnable then) {
        this.open = answers;
        this.then = then;
    }

    /** One more has come. */
    void arrived() {
        if (--open == 0) {
            then.run();
        }
    }
}
