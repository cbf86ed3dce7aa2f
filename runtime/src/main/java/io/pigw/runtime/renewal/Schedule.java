package io.pigw.runtime.renewal;

import io.pigw.runtime.identity.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a certificate is to be renewed, and when to try again. Passive: it is told the time. Safe on any thread.
 *
 * <pre>
 *   QUIET --two thirds of the life are over--> DUE --not renewed--> PAUSING --the pause is over--> DUE
 *     ^----------------------------------------'renewed
 * </pre>
 *
 * Pauses double from a minute to an hour, and are never longer than a tenth of what is left of the certificate, unless the server
 * asked for more: then at most half of it.
 */
final class Schedule {

    /** A certificate may begin that much before it is issued, for clocks that are behind. That is not part of its life here. */
    private static final Duration BACK_DATED = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LAST_HOURS = Duration.ofHours(6);
    private static final int PARTS = 30;
    private static final int DUE_AFTER = 20;
    private static final int ALARM_IN_LAST = 3;
    private static final double JITTER = 0.05;

    private final RandomGenerator random;
    private Validity validity;
    private Instant due;
    private Instant next;
    private Duration pause = FIRST_PAUSE;
    private boolean failing;
    private Instant quietUntil = Instant.MIN;

    /** @param since when the certificate was obtained, as far as is known */
    Schedule(Validity validity, Instant since, RandomGenerator random) {
        this.random = random;
        this.validity = effective(validity, since);
        this.due = dueOf(this.validity);
        this.next = due;
    }

    /** When the next attempt is to be made. */
    synchronized Instant next() {
        return next;
    }

    synchronized boolean isDue(Instant now) {
        return !now.isBefore(next);
    }

    /** There is another certificate. */
    synchronized void renewed(Validity with, Instant now) {
        validity = effective(with, now);
        due = dueOf(validity);
        next = due;
        pause = FIRST_PAUSE;
        failing = false;
        quietUntil = Instant.MIN;
    }

    /**
     * There is none yet.
     *
     * @param wanted the pause that the server asks for
     */
    synchronized void failed(Instant now, Optional<Duration> wanted) {
        failing = true;
        Duration left = validity.left(now);
        Duration most = left.isZero() ? LONGEST_PAUSE : longest(SHORTEST_PAUSE, left.dividedBy(10));
        Duration own = shortest(pause, most);
        Duration asked = wanted.map(it -> left.isZero() ? it : shortest(it, left.dividedBy(2)))
                .orElse(Duration.ZERO);
        pause = shortest(pause.multipliedBy(2), LONGEST_PAUSE);
        next = now.plus(longest(longest(jittered(own), asked), SHORTEST_PAUSE));
    }

    /** How loud to be now; at most once for each thirtieth of the life, a day of 30. */
    synchronized Alarm alarm(Instant now, boolean renewsItself) {
        Alarm alarm = alarmNow(now, renewsItself);
        if (alarm == Alarm.NONE || now.isBefore(quietUntil)) {
            return Alarm.NONE;
        }
        quietUntil = now.plus(longest(SHORTEST_PAUSE, life().dividedBy(PARTS)));
        return alarm;
    }

    private Alarm alarmNow(Instant now, boolean renewsItself) {
        if (!now.isBefore(validity.after(PARTS - ALARM_IN_LAST, PARTS))) {
            return Alarm.ERROR;
        }
        boolean late = !now.isBefore(due) && (failing || !renewsItself);
        return late ? Alarm.WARN : Alarm.NONE;
    }

    /** Why the node is not to be relied on: its certificate has ended, or does within hours. */
    synchronized Optional<String> unreadyBecause(Instant now) {
        Duration left = validity.left(now);
        if (left.isZero()) {
            return Optional.of("its certificate has ended at " + validity.notAfter());
        }
        if (left.compareTo(shortest(LAST_HOURS, life().dividedBy(10))) < 0) {
            return Optional.of("its certificate ends at " + validity.notAfter() + " and was not renewed");
        }
        return Optional.empty();
    }

    private Duration life() {
        return validity.life();
    }

    private static Validity effective(Validity of, Instant since) {
        Instant earliest = of.notBefore();
        Instant latest = earliest.plus(shortest(BACK_DATED, of.life()));
        Instant begin = since.isBefore(earliest) ? earliest : since.isAfter(latest) ? latest : since;
        return new Validity(begin, of.notAfter());
    }

    private Instant dueOf(Validity of) {
        double jitter = JITTER * (2 * random.nextDouble() - 1);
        return of.after(DUE_AFTER, PARTS).plusMillis((long) (of.life().toMillis() * jitter));
    }

    /** Between three quarters of it and all of it: nodes that failed together do not come again together. */
    private Duration jittered(Duration whole) {
        return whole.minus(Duration.ofMillis((long) (whole.toMillis() / 4.0 * random.nextDouble())));
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
