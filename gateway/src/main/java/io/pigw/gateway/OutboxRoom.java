package io.pigw.gateway;

import io.pigw.gateway.as.Answer;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.overlay.limit.DrainRate;
import io.pigw.overlay.limit.RetryAfter;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Whether the outbox takes one more from IMS, and how long to stay away if not. Any thread. */
final class OutboxRoom {

    /** Who was refused comes back when a tenth of the outbox has drained, not to the one place that is free first. */
    private static final double DRAINED = 0.1;

    /** What is asked for as long as no delivery has ended. */
    private static final String UNMEASURED_SECONDS = "5";

    private final IntSupplier pending;
    private final int maxMessages;
    private final DrainRate ended = new DrainRate();
    private final InstantSource clock;
    private final RandomGenerator random;

    OutboxRoom(IntSupplier pending, int maxMessages, InstantSource clock, RandomGenerator random) {
        this.pending = pending;
        this.maxMessages = maxMessages;
        this.clock = clock;
        this.random = random;
    }

    /** A delivery has ended, well or not. */
    void ended() {
        ended.ended(clock.instant());
    }

    /** The answer to everybody while it is full. */
    Optional<Answer> refusal() {
        return pending.getAsInt() >= maxMessages ? Optional.of(busy()) : Optional.empty();
    }

    private Answer busy() {
        double rate = ended.perSecond(clock.instant());
        String seconds = Double.isNaN(rate)
                ? UNMEASURED_SECONDS
                : Integer.toString(RetryAfter.seconds(maxMessages * DRAINED, rate, random));
        return new Answer(503, "Service Unavailable", List.of(new HeaderField("Retry-After", seconds)));
    }
}
