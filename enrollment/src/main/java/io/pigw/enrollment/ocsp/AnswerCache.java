package io.pigw.enrollment.ocsp;

import io.pigw.p2psip.Bytes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signed answers, for whoever asks the same before {@code freshUntil}. Empty after each change of what is revoked: an answer
 * that was looked up before the change is not kept after it. The longest unused makes room. Any thread.
 */
final class AnswerCache {

    private record Kept(OcspReply reply, Instant freshUntil) {}

    private final Map<Bytes, Kept> answers;
    private long generation;

    AnswerCache(int size) {
        this.answers = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Bytes, Kept> eldest) {
                return size() > size;
            }
        };
    }

    synchronized @Nullable OcspReply get(Bytes key, Instant now) {
        Kept kept = answers.get(key);
        if (kept == null || !now.isBefore(kept.freshUntil())) {
            return null;
        }
        return kept.reply();
    }

    /** To be read before an answer is looked up. */
    synchronized long generation() {
        return generation;
    }

    synchronized void put(Bytes key, OcspReply reply, Instant freshUntil, long asOf) {
        if (asOf == generation) {
            answers.put(key, new Kept(reply, freshUntil));
        }
    }

    synchronized void clear() {
        generation++;
        answers.clear();
    }
}
