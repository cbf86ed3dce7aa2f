package io.pigw.gateway.users;

import io.pigw.p2psip.Party;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where users outlast a restart. Writes take effect in the order of their calls. */
public interface ImsUserStore {

    /**
     * Those who are registered until later than {@code now}, the last to end first, at most so many. Blocks.
     *
     * @throws IOException if they cannot be read
     */
    List<ImsUser> load(Instant now, int max) throws IOException;

    /** Writes one, new or known. Completes on the table's loop once it is durable. */
    CompletionStage<Void> save(ImsUser user);

    /** Forgets one. */
    void remove(Party.User user);

    /** Forgets those who ended before. */
    void removeEndedBefore(Instant limit);
}
