package io.pigw.overlay.storage;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.util.List;

/** What who holds records tells those who count, and who looks after replicas. Called on the node's thread. */
public interface StorageEvents {

    /** Nobody counts. */
    StorageEvents NONE = new StorageEvents() {};

    /** A value was offered. */
    default void offered(StoreResult result) {}

    /** Something new is held at the resource. */
    default void changed(ResourceId resource) {}

    /** A node hands out replicas of these values, some of which may be held here now. Comes before {@link #changed}. */
    default void replicated(NodeId by, ResourceId resource, List<StoredValue> values) {}

    /** A store or a fetch was refused: from who takes no part in the ring, or from who may not read. */
    default void refused() {}

    /** A store was refused: too many values of this sender's in too short a time. */
    default void limited() {}

    /** Values that are held from now on could not be written down: a crash will lose them. */
    default void notDurable() {}
}
