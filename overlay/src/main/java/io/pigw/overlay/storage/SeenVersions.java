package io.pigw.overlay.storage;

import io.pigw.overlay.port.Verifier;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The newest that was seen of each value, until it ends: nobody can show the fetcher an older one after that. */
final class SeenVersions {

    /** The most values remembered; the one that was not asked about for longest makes room. */
    static final int MAX_REMEMBERED = 4_096;

    private final Verifier verifier;
    private final Map<Place, Seen> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Seen> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    SeenVersions(Verifier verifier) {
        this.verifier = verifier;
    }

    /** The newest of that place that has not ended and whose author is not revoked; null when there is none. */
    @Nullable
    Version newest(ResourceId resource, int kind, RecordKey key, Instant now) {
        Place place = new Place(resource, kind, key);
        Seen seen = newest.get(place);
        if (seen == null) {
            return null;
        }
        if (!seen.end().isAfter(now) || !(verifier.check(seen.certificate()) instanceof Verifier.Verdict.Valid)) {
            newest.remove(place);
            return null;
        }
        return seen.version();
    }

    /** Remembers what was chosen. */
    void saw(ResourceId resource, RecordContent content, Version version, Bytes certificate) {
        newest.put(new Place(resource, content.kind(), content.key()), new Seen(version, content.end(), certificate));
    }

    private record Seen(Version version, Instant end, Bytes certificate) {}

    private record Place(ResourceId resource, int kind, RecordKey key) {}
}
