package io.pigw.enrollment.est;

import io.pigw.enrollment.issue.Outcome;

/** Where the server counts. Any thread. */
@FunctionalInterface
public interface EstMeters {

    /** An enrollment ended so after so many nanoseconds. */
    void note(Outcome outcome, long nanos);
}
