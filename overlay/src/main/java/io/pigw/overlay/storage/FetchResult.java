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

    /** The newest of each key, tombstones among them, with what it takes to check them again. */
    List<HeldValue> newest();

    /**
     * There are values.
     *
     * @param newest of each key, tombstones among them; at least one is none
     */
    record Found(List<HeldValue> newest, int rejected) implements FetchResult {
        /** Copies the list. */
        public Found {
            newest = List.copyOf(newest);
        }

        /** The newest of each key, without tombstones: one or more. */
        public List<StoredValue> values() {
            return newest.stream()
                    .filter(held -> held.content().exists())
                    .map(HeldValue::value)
                    .toList();
        }
    }

    /**
     * All that is newest says, signed, that there is no value any more.
     *
     * @param newest tombstones, one or more
     */
    record Deleted(List<HeldValue> newest, int rejected) implements FetchResult {
        /** Copies the list. */
        public Deleted {
            newest = List.copyOf(newest);
        }
    }

    /** Nobody showed anything to be believed: to be asked again, elsewhere or later. */
    record NothingSeen(int rejected) implements FetchResult {
        @Override
        public List<HeldValue> newest() {
            return List.of();
        }
    }
}
