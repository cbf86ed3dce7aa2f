package io.pigw.enrollment.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which backups stay: the newest ones; of each of the last days on which some were made, the newest of that day (UTC); and the
 * newest of those that are more than a day older than the newest of all, or else the oldest. So a mistake, or an intruder, who
 * has many made within an hour takes none of yesterday's away.
 *
 * @param newest how many of them
 * @param days how many, 2 at least: else nothing might become a day old
 */
record Retention(int newest, int days) {

    private static final Duration OLD = Duration.ofDays(1);

    /** Those that do not stay, of backups in their order, the newest first. */
    <B> List<B> superfluous(List<B> all, Function<B, Instant> taken) {
        List<B> beyond = new ArrayList<>();
        Set<LocalDate> seen = new HashSet<>();
        boolean hasOld = false;
        for (int i = 0; i < all.size(); i++) {
            Instant at = taken.apply(all.get(i));
            boolean isLastOfDay = seen.size() < days && seen.add(LocalDate.ofInstant(at, ZoneOffset.UTC));
            boolean isOld = !at.isAfter(taken.apply(all.getFirst()).minus(OLD));
            boolean isFallback = !hasOld && (isOld || i == all.size() - 1);
            hasOld |= isOld;
            if (i >= newest && !isLastOfDay && !isFallback) {
                beyond.add(all.get(i));
            }
        }
        return beyond;
    }
}
