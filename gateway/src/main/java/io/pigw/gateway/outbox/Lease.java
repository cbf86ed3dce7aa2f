package io.pigw.gateway.outbox;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Fence;
import java.util.Optional;
import java.util.Set;

/**
 * An entry whose turn it is.
 *
 * @param entry to be attempted
 * @param behind devices of the recipient that still have an earlier message to get: not to be tried now
 * @param forlorn its time is over, and so was that of the message before it, which the recipient did not take: not worth an
 *     attempt
 * @param fence what CSPs see that the entry is this gateway's by; empty: the outbox is not shared
 */
public record Lease(Entry entry, Set<NodeId> behind, boolean forlorn, Optional<Fence> fence) {

    /** Copies the set. */
    public Lease {
        behind = Set.copyOf(behind);
    }

    /** Of an outbox that is not shared. */
    public Lease(Entry entry, Set<NodeId> behind, boolean forlorn) {
        this(entry, behind, forlorn, Optional.empty());
    }

    /** Of an entry that nothing stands before. */
    public static Lease of(Entry entry) {
        return new Lease(entry, Set.of(), false);
    }

    /** The same by that right. */
    Lease under(Fence right) {
        return new Lease(entry, behind, forlorn, Optional.of(right));
    }
}
