package io.pigw.overlay.chord;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.util.stream.Gatherer;
import org.jspecify.annotations.Nullable;

/** Drops a contact whose node is that of the contact before it: of a sorted stream, all but the first of each node. */
final class DistinctIds {

    private @Nullable NodeId last;

    private DistinctIds() {}

    static Gatherer<NodeContact, ?, NodeContact> adjacent() {
        return Gatherer.<NodeContact, DistinctIds, NodeContact>ofSequential(
                DistinctIds::new, (state, contact, downstream) -> {
                    if (contact.id().equals(state.last)) {
                        return true;
                    }
                    state.last = contact.id();
                    return downstream.push(contact);
                });
    }
}
