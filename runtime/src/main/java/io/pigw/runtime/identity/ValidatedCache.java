package io.pigw.runtime.identity;

import io.pigw.p2psip.Bytes;
import java.time.Instant;
import java.util.Iterator;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Good certificates by their SHA-256, bounded. Only what a trusted CA signed gets in, so strangers cannot fill it. */
final class ValidatedCache {

    static final int MAX_ENTRIES = 16_384;

    private final ConcurrentHashMap<Bytes, Validated> entries = new ConcurrentHashMap<>();

    @Nullable
    Validated get(Bytes sha256) {
        return entries.get(sha256);
    }

    void put(Bytes sha256, Validated validated, Instant now) {
        if (entries.size() >= MAX_ENTRIES) {
            makeRoom(now);
        }
        entries.put(sha256, validated);
    }

    void remove(Bytes sha256) {
        entries.remove(sha256);
    }

    void clear() {
        entries.clear();
    }

    int size() {
        return entries.size();
    }

    /** Drops the expired, then any until a sixteenth is free. */
    private void makeRoom(Instant now) {
        entries.values().removeIf(validated -> now.isAfter(validated.notAfter()));
        Iterator<Bytes> any = entries.keySet().iterator();
        while (entries.size() > MAX_ENTRIES - MAX_ENTRIES / 16 && any.hasNext()) {
            any.next();
            any.remove();
        }
    }
}
