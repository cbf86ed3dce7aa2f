package io.pigw.enrollment.policy;

/** A number that the configuration sets. Apart from the settings, for they and their sections have constants that check theirs. */
final class Limit {

    static final int MAX = 10_000;

    private Limit() {}

    static void require(String key, int limit) {
        if (limit < 1 || limit > MAX) {
            throw new IllegalArgumentException(key + " must be 1 to " + MAX + ", not " + limit);
        }
    }
}
