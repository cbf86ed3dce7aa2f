package io.pigw.peer.inbox;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.Party;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Forgets all when the process ends: for tests. Thread-safe. */
public final class MemoryInbox implements Inbox {

    private final int capacity;
    private final List<InboxEntry> entries = new ArrayList<>();
    private final Set<Key> keys = new HashSet<>();

    private record Key(Party from, CallId callId) {}

    /**
     * An empty one.
     *
     * @param capacity the most messages, at least 1
     */
    public MemoryInbox(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public synchronized CompletableFuture<Receipt> accept(ReceivedMessage message) {
        Key key = new Key(message.from(), message.callId());
        if (keys.contains(key)) {
            return CompletableFuture.completedFuture(Receipt.DUPLICATE);
        }
        if (entries.size() >= capacity) {
            return CompletableFuture.completedFuture(Receipt.FULL);
        }
        keys.add(key);
        entries.add(new InboxEntry(entries.size() + 1L, message));
        return CompletableFuture.completedFuture(Receipt.STORED);
    }

    @Override
    public synchronized List<InboxEntry> after(long number, int max) {
        return entries.stream()
                .filter(entry -> entry.number() > number)
                .limit(Math.clamp(max, 1, MAX_PAGE))
                .toList();
    }
}
