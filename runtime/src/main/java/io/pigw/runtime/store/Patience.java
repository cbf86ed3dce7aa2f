package io.pigw.runtime.store;

import java.time.Duration;

/**
 * How long things are waited for.
 *
 * @param lock another process that is just ending gives its lock up
 * @param grace writes wait for a connection that was lost
 * @param idleCheck nothing is written until the connection is asked whether it is still there
 */
record Patience(Duration lock, Duration grace, Duration idleCheck) {

    static final Patience DEFAULTS = new Patience(Duration.ofSeconds(5), BatchApplier.GRACE, Duration.ofSeconds(10));
}
