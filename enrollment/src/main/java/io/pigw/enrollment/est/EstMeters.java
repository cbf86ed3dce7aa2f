package io.pigw.enrollment.est;

import io.pigw.enrollment.issue.Outcome;

/** Where the server counts. Any thread. */
public interface EstMeters {

    /** An enrollment ended so after so many nanoseconds. */
    void note(Outcome outcome, long nanos);

    /**
     * Somebody who proved nothing was refused.
     *
     * @param reason {@code token}, {@code request}, {@code rate}
     * @param address from where, as a number
     */
    void refused(String reason, String address);
}
