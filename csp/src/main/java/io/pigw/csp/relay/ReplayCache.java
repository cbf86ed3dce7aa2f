package io.pigw.csp.relay;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Remembers what was relayed, by originator and Call-ID.
 *
 * <pre>
 *   (unknown) --begin--> under way --succeeded--> relayed --kept long enough--> (unknown)
 *                            '------failed------> (unknown): the next attempt is relayed
 * </pre>
 *
 * A duplicate of a message under way waits for the first one's end; one that was relayed is answered at once. Signatures older
 * than the freshness are refused elsewhere, so nothing needs to be kept longer than twice that.
 */
final class ReplayCache {

    /** How long a relayed message is remembered: beyond the last moment at which a sender's clock that is ahead leaves it fresh. */
    static final Duration KEPT = PeerMessageRules.FRESHNESS.multipliedBy(2).plusSeconds(1);

    /** The most messages remembered. */
    static final int MAX_MESSAGES = 200_000;

    /** The most messages of one originator; more means 503 until some are forgotten. */
    static final int MAX_OF_ONE = 20_000;

    private static final int MAX_WAITING = 16;

    private final RelayedStore store;
    private final Map<Key, Long> relayed = new LinkedHashMap<>();
    private final Map<Key, List<Consumer<Response>>> underWay = new HashMap<>();
    private final Map<NodeId, Integer> counts = new HashMap<>();

    /** What becomes of an attempt. */
    enum Verdict {
        /** Nobody has seen it: relay it, then tell {@link #finished}. */
        RELAY,
        /** The first one is under way; the answer is sent to the given consumer. */
        WAIT,
        /** It was relayed: answer 200. */
        DONE,
        /** There is no room to remember it. */
        FULL
    }

    private record Key(NodeId originator, CallId callId) {}

    /** Begins with what the store still knows. */
    ReplayCache(RelayedStore store, Instant now) {
        this.store = store;
        for (RelayedStore.Relayed entry : store.load(now, MAX_MESSAGES)) {
            remember(new Key(entry.originator(), entry.callId()), entry.keptUntil());
        }
    }

    /**
     * An attempt.
     *
     * @param waiting gets the answer to the first attempt, if the verdict is {@link Verdict#WAIT}
     */
    Verdict begin(NodeId originator, CallId callId, Instant now, Consumer<Response> waiting) {
        forget(now);
        Key key = new Key(originator, callId);
        if (relayed.containsKey(key)) {
            return Verdict.DONE;
        }
        List<Consumer<Response>> others = underWay.get(key);
        if (others != null) {
            if (others.size() >= MAX_WAITING) {
                return Verdict.FULL;
            }
            others.add(waiting);
            return Verdict.WAIT;
        }
        if (relayed.size() + underWay.size() >= MAX_MESSAGES || counts.getOrDefault(originator, 0) >= MAX_OF_ONE) {
            return Verdict.FULL;
        }
        underWay.put(key, new ArrayList<>());
        return Verdict.RELAY;
    }

    /** The end of an attempt that was relayed: remembered if it succeeded. Those who waited get the same answer. */
    void finished(NodeId originator, CallId callId, Response answer, Instant now) {
        Key key = new Key(originator, callId);
        List<Consumer<Response>> waiting = underWay.remove(key);
        if (waiting == null) {
            throw new IllegalStateException("not under way: " + callId);
        }
        if (answer.status().isSuccess()) {
            Instant keptUntil = now.plus(KEPT);
            remember(key, keptUntil);
            store.save(new RelayedStore.Relayed(originator, callId, keptUntil));
        }
        waiting.forEach(one -> one.accept(answer));
    }

    /** Attempts that were begun and are not finished. */
    int underWay() {
        return underWay.size();
    }

    /** Drops what was kept long enough. */
    void forget(Instant now) {
        long nowMillis = now.toEpochMilli();
        Iterator<Map.Entry<Key, Long>> oldestFirst = relayed.entrySet().iterator();
        while (oldestFirst.hasNext()) {
            Map.Entry<Key, Long> entry = oldestFirst.next();
            if (entry.getValue() > nowMillis) {
                return;
            }
            oldestFirst.remove();
            counts.computeIfPresent(entry.getKey().originator(), (_, count) -> count == 1 ? null : count - 1);
        }
    }

    private void remember(Key key, Instant keptUntil) {
        if (relayed.putIfAbsent(key, keptUntil.toEpochMilli()) == null) {
            counts.merge(key.originator(), 1, Integer::sum);
        }
    }
}
