package io.pigw.peer.inbox;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What one peer received. */
public interface Inbox {

    /** The most entries of one {@link #after}. */
    int MAX_PAGE = 1_000;

    /** What became of a message offered to the inbox. */
    enum Receipt {
        /** It is kept now. */
        STORED,
        /** It was kept before; nothing changed. */
        DUPLICATE,
        /** There is no room: it is not kept. */
        FULL
    }

    /**
     * Keeps a message and its key together, or neither. Called on the peer's thread.
     *
     * @return completes on the peer's thread, once the message is durable; exceptionally if that could not be achieved
     */
    CompletableFuture<Receipt> accept(ReceivedMessage message);

    /**
     * The messages with a greater number, the least first. Blocks: not for an event loop.
     *
     * @param max 1 to {@link #MAX_PAGE}
     */
    List<InboxEntry> after(long number, int max);
}
