package io.pigw.peer.records;

import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A peer's way to records: by its place in the ring, or over its CSP while it has none. On the peer's thread. */
public final class RecordWays implements RecordAccess {

    private final RecordAccess ring;
    private final RecordAccess csp;
    private final BooleanSupplier isOverFlow;

    /** @param isOverFlow whether the peer is reached over its link to a CSP alone */
    public RecordWays(RecordAccess ring, RecordAccess csp, BooleanSupplier isOverFlow) {
        this.ring = ring;
        this.csp = csp;
        this.isOverFlow = isOverFlow;
    }

    @Override
    public void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
        now().store(resource, values, then);
    }

    @Override
    public void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
        now().fetch(resource, kind, then);
    }

    private RecordAccess now() {
        return isOverFlow.getAsBoolean() ? csp : ring;
    }
}
