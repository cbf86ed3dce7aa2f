package io.pigw.gateway.outbox;

/**
 * What is delivered in the order of acceptance: the messages of one sender to one recipient. What the gateway says by itself has
 * lanes of its own, so that neither waits for the other.
 *
 * @param direction of its messages
 * @param sender as the other side sees it; the true one where its name is withheld
 * @param recipient as it was addressed
 * @param notice whether it holds notices
 */
public record Lane(Direction direction, String sender, String recipient, boolean notice) {

    /** Messages of one lane that have not ended; notices are not counted. */
    public static final int MAX_MESSAGES = 64;
}
