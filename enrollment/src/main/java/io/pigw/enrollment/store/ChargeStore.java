package io.pigw.enrollment.store;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reservations with the charging system, until it has acknowledged their end: on record before it hears of one, so that none is
 * forgotten. Serial with all of {@link EnrollmentStore}, and as durable.
 */
public interface ChargeStore {

    /** After so long a reservation that came to nothing is released: the server stopped in between. */
    Duration ABANDONED = Duration.ofMinutes(10);

    /**
     * A reservation whose end is to be told.
     *
     * @param serial of the certificate that it was for; null: there is none, so it is released
     */
    record Due(String id, String account, @Nullable BigInteger serial) {}

    /** A reservation is about to be asked for. */
    CompletableFuture<Void> begin(String id, String account, Instant now);

    /** It has come to nothing; if it has come to a certificate, nothing changes. */
    CompletableFuture<Void> abandon(String id, Instant now);

    /** Reservations whose end is to be told now, the longest due first. */
    CompletableFuture<List<Due>> due(int limit, Instant now);

    /** Its end has been acknowledged. */
    CompletableFuture<Void> settled(String id);

    /** Its end could not be told; try again then. */
    CompletableFuture<Void> postpone(String id, Instant until);
}
