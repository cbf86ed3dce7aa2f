package io.pigw.gateway.nexthop;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a hop is worth a request. Passive: time is passed in.
 *
 * <pre>
 *   untried ── answer ──► up ◄────────── answer ───────────┐
 *      │                   │                               │
 *      └── a request or two pings without an answer ──► down, tried again after 2 s, 4 s … 60 s
 * </pre>
 *
 * Beside that it may rest for as long as its 503 asked for.
 */
final class HopHealth {

    /** Pings without an answer that make a hop count as down: one alone may have been lost. */
    static final int MISSES_THAT_COUNT = 2;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** For how long a hop's 503 is heeded where there is no other hop: its Retry-After alone must not cut the gateway off. */
    static final Duration LONGEST_LONE_REST = Duration.ofSeconds(60);

    /** A hop that answered others meanwhile is not down for one silence: 64·T1. */
    private static final Duration STILL_FRESH = Duration.ofSeconds(32);

    private static final String NO_ANSWER = "no answer";

    /** What is known of a hop. */
    sealed interface State {
        /** Nothing yet. */
        record Untried() implements State {}

        /** It answered. */
        record Up() implements State {}

        /**
         * It does not answer.
         *
         * @param since when
         * @param retry when it is worth another try
         * @param pause before that
         * @param why for people
         * @param refused whether no connection came about
         */
        record Down(Instant since, Instant retry, Duration pause, String why, boolean refused) implements State {}
    }

    private State state = new State.Untried();
    private Instant restsUntil = Instant.MIN;
    private Instant restsAloneUntil = Instant.MIN;
    private Instant lastAnswer = Instant.MIN;
    private Duration pingAfter = Duration.ZERO;
    private boolean suspected;
    private int missed;

    State state() {
        return state;
    }

    /** It told something about itself in answer to a request. */
    void onRequest(HopReport report, Instant now) {
        switch (report) {
            case HopReport.Answered() -> answered(now);
            case HopReport.Busy(Duration rest) -> busy(rest, now);
            case HopReport.Silent() when now.isBefore(lastAnswer.plus(STILL_FRESH)) -> missed(NO_ANSWER, false, now);
            case HopReport.Silent() -> failed(NO_ANSWER, false, now);
            case HopReport.Failed(String why) -> failed(why, true, now);
            case HopReport.Broken(String why) -> failed(why, false, now);
        }
    }

    /**
     * It told something about itself in answer to a ping.
     *
     * @param next how long after its last answer the next ping is due
     */
    void onPing(HopReport report, Duration next, Instant now) {
        pingAfter = next;
        switch (report) {
            case HopReport.Answered() -> answered(now);
            case HopReport.Busy(Duration rest) -> busy(rest, now);
            case HopReport.Silent() -> missed(NO_ANSWER, false, now);
            case HopReport.Failed(String why) -> missed(why, true, now);
            case HopReport.Broken(String why) -> missed(why, false, now);
        }
    }

    private void answered(Instant now) {
        state = new State.Up();
        lastAnswer = now;
        suspected = false;
        missed = 0;
    }

    private void busy(Duration rest, Instant now) {
        answered(now);
        restsUntil = now.plus(rest);
        restsAloneUntil = now.plus(rest.compareTo(LONGEST_LONE_REST) > 0 ? LONGEST_LONE_REST : rest);
    }

    private void missed(String why, boolean refused, Instant now) {
        missed++;
        if (missed >= MISSES_THAT_COUNT || state instanceof State.Down) {
            failed(why, refused, now);
        }
    }

    private void failed(String why, boolean refused, Instant now) {
        state = switch (state) {
            case State.Untried(), State.Up() -> new State.Down(now, now.plus(FIRST_PAUSE), FIRST_PAUSE, why, refused);
            case State.Down down when now.isBefore(down.retry()) -> down;
            case State.Down(Instant since, Instant _, Duration pause, String _, boolean _) -> {
                Duration longer = pause.multipliedBy(2);
                Duration next = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
                yield new State.Down(since, now.plus(next), next, why, refused);
            }
        };
    }

    /** A request waits there for longer than usual. */
    void suspect() {
        suspected = true;
    }

    /** Whether a ping is due. */
    boolean isPingDue(Instant now) {
        return switch (state) {
            case State.Untried() -> true;
            case State.Up() -> suspected || missed > 0 || !now.isBefore(lastAnswer.plus(pingAfter));
            case State.Down down -> !now.isBefore(down.retry());
        };
    }

    /** Whether requests are sent there while there is another hop. */
    boolean isUsable(Instant now, boolean pinged) {
        if (now.isBefore(restsUntil)) {
            return false;
        }
        return switch (state) {
            case State.Untried(), State.Up() -> true;
            case State.Down down -> !pinged && !now.isBefore(down.retry());
        };
    }

    /** Whether it is down because no connection comes about. */
    boolean isRefused() {
        return state instanceof State.Down down && down.refused();
    }

    /** Whether it is left alone even if there is no other hop. */
    boolean isResting(Instant now) {
        return now.isBefore(restsAloneUntil);
    }
}
