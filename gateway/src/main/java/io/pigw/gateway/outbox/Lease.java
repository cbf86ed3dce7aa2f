package io.pigw.gateway.outbox;

import io.pigw.p2psip.NodeId;
import java.util.Set;

/**
 * An entry whose turn it is.
 *
 * @param entry to be attempted
 * @param behind devices of the recipient that still have an earlier message to get: not to be tried now
 * @param forlorn its time is over, and so was that of the message before it, which the recipient did not take: not worth an
 *     attempt
 */
public record Lease(Entry entry, Set<NodeId> behind, boolean forlorn) {

    /** Copies the set. */
    public Lease {
        behind = Set.copyOf(behind);
    }

    /** Of an entry that nothing stands before. */
    public static Lease of(Entry entry) {
        return new Lease(entry, Set.of(), false);
    }
}
