package io.pigw.overlay.storage;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds nodes beyond the neighbours; {@code ChordNode::lookup} is one. */
@FunctionalInterface
public interface Lookup {

    /** Finds the node in whose arc the place lies; null when that failed. May call back at once. */
    void lookup(NodeId place, Consumer<@Nullable RouteQueryAnswer> then);
}
