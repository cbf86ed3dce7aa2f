package io.pigw.gateway.outbox;

/** What became of a row that was to be inserted. */
sealed interface Insertion {

    /**
     * It is there.
     *
     * @param handed whether another gateway has to deliver it
     */
    record Written(Entry entry, boolean handed) implements Insertion {}

    /**
     * One of its key was there before.
     *
     * @param answer that its sender got
     */
    record Known(int answer) implements Insertion {}

    /** Its lane is full, or another gateway is just writing one of its key. */
    record NoRoom() implements Insertion {}
}
