package io.pigw.gateway.users;

import io.pigw.p2psip.Party;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Users by name and by the end of their registration, at most so many. One whose registration has ended is kept for 64·T1 more, so
 * that an older REGISTER that comes late is known as such. Passive: on one thread.
 */
final class UserTable {

    /** Timer J (RFC 3261 §17.2.2): no copy of a request comes later. */
    static final Duration REMEMBERED = Duration.ofSeconds(32);

    /** What one call of {@link #dropEnded} drops at most. */
    static final int DROPPED_AT_ONCE = 1_000;

    private static final Comparator<ImsUser> BY_END = Comparator.comparing(ImsUser::until)
            .thenComparing(user -> user.user().toString());

    private final int limit;
    private final TreeMap<String, ImsUser> byName = new TreeMap<>();
    private final TreeSet<ImsUser> byEnd = new TreeSet<>(BY_END);

    UserTable(int limit) {
        this.limit = limit;
    }

    Optional<ImsUser> find(Party.User user) {
        return Optional.ofNullable(byName.get(user.toString()));
    }

    /** Puts one in; says who had to make room: the one whose registration ends first. */
    Optional<ImsUser> put(ImsUser user) {
        ImsUser before = byName.put(user.user().toString(), user);
        if (before != null) {
            byEnd.remove(before);
        }
        byEnd.add(user);
        if (byName.size() <= limit) {
            return Optional.empty();
        }
        ImsUser first = byEnd.first();
        drop(first);
        return Optional.of(first);
    }

    /** Drops who ended longer ago than is remembered; says how many. */
    int dropEnded(Instant now) {
        Instant limitInstant = now.minus(REMEMBERED);
        int dropped = 0;
        while (dropped < DROPPED_AT_ONCE
                && !byEnd.isEmpty()
                && byEnd.first().until().isBefore(limitInstant)) {
            drop(byEnd.first());
            dropped++;
        }
        return dropped;
    }

    private void drop(ImsUser user) {
        byName.remove(user.user().toString());
        byEnd.remove(user);
    }

    /** Those who are registered, by name, after that name. */
    List<ImsUser> registered(String after, int max, Instant now) {
        List<ImsUser> page = new ArrayList<>();
        for (ImsUser user : byName.tailMap(after, false).values()) {
            if (page.size() == max) {
                break;
            }
            if (user.isRegistered(now)) {
                page.add(user);
            }
        }
        return page;
    }

    int size() {
        return byName.size();
    }
}
