package io.pigw.gateway.outbox;

/**
 * A message that is in the outbox.
 *
 * @param id its number there, in the order of acceptance
 * @param draft as it was accepted
 * @param progress so far
 */
public record Entry(long id, Draft draft, Progress progress) {

    /** The same further on. */
    public Entry with(Progress further) {
        return new Entry(id, draft, further);
    }

    /** What is to be delivered. */
    public Payload payload() {
        return draft.payload();
    }
}
