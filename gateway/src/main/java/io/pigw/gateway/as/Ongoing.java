package io.pigw.gateway.as;

import io.pigw.gateway.sip.IncomingRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The messages that were handed over and not yet answered: at most so many, each once (RFC 3261 §8.2.2.2). Thread-safe. */
final class Ongoing {

    /** What became of an attempt to enter. */
    enum Entry {
        ENTERED,
        MERGED,
        FULL
    }

    /** RFC 3261 §8.2.2.2: what a request that came by two ways has in common with itself. */
    record Key(String fromTag, String callId, long cseq) {
        static Key of(IncomingRequest request) {
            return new Key(request.fromTag().orElse(request.fromUri()), request.callId(), request.cseq());
        }
    }

    private final int limit;
    private final Map<Key, String> branches = new ConcurrentHashMap<>();

    Ongoing(int limit) {
        this.limit = limit;
    }

    Entry enter(IncomingRequest request) {
        if (branches.size() >= limit) {
            return Entry.FULL;
        }
        String other = branches.putIfAbsent(Key.of(request), request.branch());
        return other == null ? Entry.ENTERED : Entry.MERGED;
    }

    /** Whether this very transaction is under way: the request is a retransmission. */
    boolean isRetransmission(IncomingRequest request) {
        return request.branch().equals(branches.get(Key.of(request)));
    }

    void leave(Key key) {
        branches.remove(key);
    }
}
