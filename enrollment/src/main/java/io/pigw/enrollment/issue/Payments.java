package io.pigw.enrollment.issue;

import io.pigw.enrollment.hook.Charging;
import io.pigw.enrollment.policy.Grant;
import io.pigw.enrollment.store.ChargeStore;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reserves before a certificate is signed, and tells the charging system afterwards how it ended, until it has taken note. What
 * it is told bears the reservation's ID, so that saying it twice counts once. Blocks.
 */
public final class Payments {

    private static final int ID_BYTES = 16;

    /** Ends told in one go. */
    private static final int BATCH = 100;

    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final Charging charging;
    private final ChargeStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final AtomicBoolean settling = new AtomicBoolean();

    /** Over a store that survives a crash. */
    public Payments(Charging charging, ChargeStore store, InstantSource clock, SecureRandom random) {
        this.charging = charging;
        this.store = store;
        this.clock = clock;
        this.random = random;
    }

    /** What became of a reservation. */
    sealed interface Reservation {}

    /** It is there. */
    record Made(String id) implements Reservation {}

    /** The account does not pay. */
    record Declined(String reason) implements Reservation {}

    /** Nobody answers. */
    record Failed() implements Reservation {}

    Reservation reserve(Grant grant) throws InterruptedException {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        if (!StoreCall.done(store.begin(id, grant.account(), clock.instant()))) {
            return new Failed();
        }
        return switch (charging.reserve(id, grant)) {
            case Charging.Reserved() -> new Made(id);
            case Charging.Declined(String reason) -> {
                StoreCall.done(store.settled(id));
                yield new Declined(reason);
            }
            case Charging.Unavailable() -> {
                // It may have reserved all the same.
                abandon(id);
                yield new Failed();
            }
        };
    }

    void abandon(String id) throws InterruptedException {
        StoreCall.done(store.abandon(id, clock.instant()));
    }

    /** Tells the ends that are due; those that are not acknowledged are told again a minute later. One at a time. */
    public void settle() throws InterruptedException {
        if (settling.compareAndSet(false, true)) {
            try {
                settleDue();
            } finally {
                settling.set(false);
            }
        }
    }

    private void settleDue() throws InterruptedException {
        Optional<List<ChargeStore.Due>> due = StoreCall.await(store.due(BATCH, clock.instant()));
        for (ChargeStore.Due charge : due.orElse(List.of())) {
            BigInteger serial = charge.serial();
            boolean isAcknowledged = serial == null
                    ? charging.release(charge.id(), charge.account())
                    : charging.confirm(charge.id(), charge.account(), serial);
            if (isAcknowledged) {
                StoreCall.done(store.settled(charge.id()));
            } else {
                StoreCall.done(store.postpone(charge.id(), clock.instant().plus(PAUSE)));
            }
        }
    }
}
