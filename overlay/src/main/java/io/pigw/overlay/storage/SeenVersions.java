package io.pigw.overlay.storage;

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

    private final Map<Place, RecordContent> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, RecordContent> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    /** The newest of that place that has not ended; null when there is none. */
    @Nullable
    RecordContent newest(ResourceId resource, int kind, RecordKey key, Instant now) {
        Place place = new Place(resource, kind, key);
        RecordContent content = newest.get(place);
        if (content != null && !content.end().isAfter(now)) {
            newest.remove(place);
            return null;
        }
        return content;
    }

    /** Remembers what was chosen. */
    void saw(ResourceId resource, RecordContent content) {
        newest.put(new Place(resource, content.kind(), content.key()), content);
    }

    private record Place(ResourceId resource, int kind, RecordKey key) {}
}
