package io.pigw.overlay.storage;

import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.StoreResult;
import java.util.List;

/** What became of values that were to be stored in the ring. */
public sealed interface StoreOutcome {

    /**
     * Those that should hold the values have answered.
     *
     * @param results one a value, in their order: held, if two of the nodes say so, or the only one; else a reason against it
     */
    record Answered(List<StoreResult> results) implements StoreOutcome {
        /** Copies the list. */
        public Answered {
            results = List.copyOf(results);
        }

        /** Whether all of them are held now. */
        public boolean allHeld() {
            return results.stream().allMatch(StoreResult::isHeld);
        }
    }

    /** None that should hold them takes them; the first says why. */
    record Refused(Status status) implements StoreOutcome {}

    /** Too few have: no way to them, or no answer. The values may have been stored all the same. */
    record Failed() implements StoreOutcome {}
}
