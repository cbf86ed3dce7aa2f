package io.pigw.overlay.storage;

import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import java.util.List;
import java.util.function.Consumer;

/** A way to store in the ring and to fetch from it: a member's own, or a client's over its CSP. On its node's thread. */
public interface RecordAccess {

    /**
     * Stores values of one resource at the nodes where they belong.
     *
     * @param values one or more of one kind, as many as it allows, perhaps with its access list
     * @param then called once
     * @throws IllegalArgumentException if they are none, too many or of several kinds
     */
    void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then);

    /**
     * Fetches all values of a kind, of all nodes that should hold them.
     *
     * @param then called once
     */
    void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then);
}
