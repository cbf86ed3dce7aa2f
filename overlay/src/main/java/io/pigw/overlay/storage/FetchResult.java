package io.pigw.overlay.storage;

import io.pigw.p2psip.record.StoredValue;
import java.util.List;

/**
 * What answers of several replicas come to. None of them says that there is nothing: a node that answers so may not know, or may
 * hide it.
 */
public sealed interface FetchResult {

    /** How many values were not believed, for whatever reason. */
    int rejected();

    /**
     * There are values.
     *
     * @param values the newest of each key, one or more
     */
    record Found(List<StoredValue> values, int rejected) implements FetchResult {
        /** Copies the list. */
        public Found {
            values = List.copyOf(values);
        }
    }

    /** All that is newest says, signed, that there is no value any more. */
    record Deleted(int rejected) implements FetchResult {}

    /** Nobody showed anything to be believed: to be asked again, elsewhere or later. */
    record NothingSeen(int rejected) implements FetchResult {}
}
