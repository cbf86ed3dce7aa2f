package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Application.Limits;
import io.pigw.p2psip.Party;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account on record.
 *
 * @param blocked since when it is; null: it is not
 * @param reason why; null: it is not
 * @param users its names, 1000 at most
 * @param nodes its peers and clients that have a certificate that is good
 * @param tokens its tokens that are good
 * @param limits that hold for it
 * @param hasOwnLimits whether one of them is not the configured one
 */
public record AccountRecord(
        String name,
        Instant created,
        @Nullable Instant blocked,
        @Nullable String reason,
        List<Party.User> users,
        int nodes,
        int tokens,
        Limits limits,
        boolean hasOwnLimits) {
    /** Copies the list. */
    public AccountRecord {
        users = List.copyOf(users);
    }
}
