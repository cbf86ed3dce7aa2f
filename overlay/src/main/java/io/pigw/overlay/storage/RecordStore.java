package io.pigw.overlay.storage;

import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds values, one for each resource, kind and key. It judges nothing. Called on the node's thread; does not block. */
public interface RecordStore {

    /** What is held of one kind at a resource, tombstones too; what has ended may be among it. */
    List<HeldValue> find(ResourceId resource, int kind);

    /** What is held at a resource. */
    List<HeldValue> find(ResourceId resource);

    /** The one value; null when there is none. */
    @Nullable
    HeldValue find(ResourceId resource, int kind, RecordKey key);

    /** Holds the value in place of the one before. False when there is no room, and then nothing has changed. */
    boolean put(ResourceId resource, HeldValue value);

    /**
     * Says when all that was put since the last such call is where a crash does not reach it.
     *
     * @param then told once, now or later on the node's thread: false if some of it is not, and will be lost in a crash
     */
    default void whenDurable(Consumer<Boolean> then) {
        then.accept(true);
    }

    /** Forgets all of a resource. */
    void remove(ResourceId resource);

    /** Forgets what has ended. */
    void removeEnded(Instant now);

    /** All resources of which something is held. */
    List<ResourceId> resources();

    /** Its node stops: what is held counts no more. Idempotent. */
    default void close() {}
}
