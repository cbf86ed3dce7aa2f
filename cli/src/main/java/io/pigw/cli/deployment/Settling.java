package io.pigw.cli.deployment;

import io.pigw.cli.UserError;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Waits until a count is reached. Blocks. */
final class Settling {

    private static final long LOOK_EVERY_MILLIS = 100;

    private Settling() {}

    /**
     * Looks ten times a second.
     *
     * @throws UserError when it takes longer than the limit
     */
    static void await(String what, int wanted, Duration limit, IntSupplier count, IntConsumer progress)
            throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        int now = count.getAsInt();
        for (long waited = 0; now < wanted; waited += LOOK_EVERY_MILLIS) {
            if (waited > limit.toMillis()) {
                throw new UserError("only " + now + " of " + wanted + " " + what + " within " + limit.toSeconds()
                        + " s. The machine may be too busy: try again, or a smaller overlay (--peers, --csps)");
            }
            progress.accept(now);
            never.await(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
            now = count.getAsInt();
        }
        progress.accept(now);
    }
}
