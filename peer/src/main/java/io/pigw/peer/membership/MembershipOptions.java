package io.pigw.peer.membership;

import java.time.Duration;

/**
 * The times of a membership.
 *
 * @param refresh how often the master is asked to confirm the admission
 * @param comeBack the same, while the master is not the nearest CSP
 * @param firstPause after a failed attempt; doubles with each further one
 * @param longestPause the most that it becomes
 * @param placePause how soon a peer that cannot be dialled asks for a place in the ring again; doubles with each further time
 * @param longestPlacePause the most that it becomes
 * @param answerTimeout for one CSP's answer
 */
public record MembershipOptions(
        Duration refresh,
        Duration comeBack,
        Duration firstPause,
        Duration longestPause,
        Duration placePause,
        Duration longestPlacePause,
        Duration answerTimeout) {

    /** What suits real networks. */
    public static final MembershipOptions DEFAULTS = new MembershipOptions(
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10));

    /** Checks that they are positive. */
    public MembershipOptions {
        if (!refresh.isPositive()
                || !comeBack.isPositive()
                || !firstPause.isPositive()
                || longestPause.compareTo(firstPause) < 0
                || !placePause.isPositive()
                || longestPlacePause.compareTo(placePause) < 0
                || !answerTimeout.isPositive()) {
            throw new IllegalArgumentException("times of a membership are positive");
        }
    }
}
