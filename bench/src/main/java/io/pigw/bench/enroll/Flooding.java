package io.pigw.bench.enroll;

/** A flood of one sort. On the generator's loop. */
interface Flooding {

    /** The next one is due. */
    void launch();

    /** No more; lets go of what is open. */
    void stop();

    /** What came of it so far. */
    FloodCounts counts();
}
