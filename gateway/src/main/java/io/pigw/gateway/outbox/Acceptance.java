package io.pigw.gateway.outbox;

/** What became of a message that was offered. */
public sealed interface Acceptance {

    /** It is on disk and will be delivered or reported. */
    record Stored(Entry entry) implements Acceptance {}

    /**
     * It is there already.
     *
     * @param answer the code that the first copy got
     */
    record Duplicate(int answer) implements Acceptance {}

    /** There is no room: try later. */
    record Full() implements Acceptance {}
}
