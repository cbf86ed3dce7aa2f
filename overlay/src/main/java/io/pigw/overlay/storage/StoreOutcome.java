package io.pigw.overlay.storage;

import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.StoreResult;
import java.util.List;

/** What became of values that were to be stored in the ring. */
public sealed interface StoreOutcome {

    /**
     * The node that is responsible has answered.
     *
     * @param results one a value, in their order
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

    /** The node that was asked has refused the whole. Nothing of it was stored there. */
    record Refused(Status status) implements StoreOutcome {}

    /** Nobody has: no way to the responsible node, or no answer of it. They may have been stored all the same. */
    record Failed() implements StoreOutcome {}
}
