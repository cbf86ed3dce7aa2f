package io.pigw.gateway.as;

import io.pigw.gateway.sip.IncomingRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What was handed over and not yet answered: at most so many, each once (RFC 3261 §8.2.2.2), and of one sender never more than
 * there are places left. However much one sends, there is room for another. Thread-safe.
 */
final class Ongoing {

    /** What became of an attempt to enter. */
    enum Entry {
        ENTERED,
        /** It is in already by this very transaction: nothing to do. */
        RETRANSMISSION,
        /** It is in already by another transaction. */
        MERGED,
        /** No place is left. */
        FULL,
        /** The sender holds as many places as are left. */
        SHARE_USED
    }

    /** RFC 3261 §8.2.2.2: what a request that came by two ways has in common with itself. */
    record Key(String method, String fromTag, String callId, long cseq) {
        static Key of(IncomingRequest request) {
            return new Key(
                    request.method(), request.fromTag().orElse(request.fromUri()), request.callId(), request.cseq());
        }
    }

    private record Place(String branch, String sender) {}

    private final int limit;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<Key, Place> places = new ConcurrentHashMap<>();
    private final Map<String, Integer> held = new ConcurrentHashMap<>();

    Ongoing(int limit) {
        this.limit = limit;
    }

    /** Takes a place for the sender. Whoever has entered leaves. */
    Entry enter(IncomingRequest request, String sender) {
        int before = taken.getAndIncrement();
        int ofSender = held.merge(sender, 1, Integer::sum);
        Entry refused = before >= limit ? Entry.FULL : ofSender > limit - before ? Entry.SHARE_USED : Entry.ENTERED;
        if (refused == Entry.ENTERED) {
            Place other = places.putIfAbsent(Key.of(request), new Place(request.branch(), sender));
            if (other == null) {
                return Entry.ENTERED;
            }
            refused = other.branch().equals(request.branch()) ? Entry.RETRANSMISSION : Entry.MERGED;
        }
        release(sender);
        return refused;
    }

    /** Whether this very transaction is under way: the request is a retransmission. */
    boolean isRetransmission(IncomingRequest request) {
        Place place = places.get(Key.of(request));
        return place != null && place.branch().equals(request.branch());
    }

    void leave(Key key) {
        Place place = places.remove(key);
        if (place != null) {
            release(place.sender());
        }
    }

    /** Places that are taken. */
    int size() {
        return places.size();
    }

    private void release(String sender) {
        held.computeIfPresent(sender, (_, count) -> count == 1 ? null : count - 1);
        taken.decrementAndGet();
    }
}
