package io.pigw.overlay.storage;

import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;

/** What who holds records tells those who count, and who looks after replicas. Called on the node's thread. */
public interface StorageEvents {

    /** Nobody counts. */
    StorageEvents NONE = new StorageEvents() {};

    /** A value was offered. */
    default void offered(StoreResult result) {}

    /** Something new is held at the resource. */
    default void changed(ResourceId resource) {}

    /** A store or a fetch was refused: from who takes no part in the ring, or from who may not read. */
    default void refused() {}
}
