package io.pigw.enrollment.store;

import io.pigw.enrollment.policy.Grant;

/** Whether a token's bearer may be enrolled now. */
public sealed interface Decision {

    /** Yes, once. */
    record Allowed(Grant grant) implements Decision {}

    /** No. The reason is fit for the bearer's eyes. */
    sealed interface Denied extends Decision {
        /** Why not. */
        String reason();
    }

    /** There is no such token that is good now. */
    record BadToken(String reason) implements Denied {}

    /** The token is good, but what it grants is not to be had. */
    record Refused(String reason) implements Denied {}
}
