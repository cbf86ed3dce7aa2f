package io.pigw.gateway;

import io.pigw.gateway.outbox.DeadLetter;
import io.pigw.gateway.outbox.DeadLetters;
import io.pigw.gateway.outbox.Direction;
import io.pigw.gateway.outbox.Payload;
import io.pigw.runtime.admin.AdminException;
import io.pigw.runtime.admin.AdminRequest;
import io.pigw.runtime.admin.AdminResponse;
import io.pigw.runtime.admin.AdminRoute;
import io.pigw.runtime.store.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was given up, for an operator: a list without bodies, and one by one sent again or dropped. On the admin port's threads. */
final class DeadLetterRoutes {

    private static final int DEFAULT_PAGE = 100;
    private static final int MAX_PAGE = 100;
    private static final String UNKNOWN = "there is no such dead letter: it was sent again, dropped, or is too old";

    private final DeadLetters letters;
    private final Executor owner;
    private final Consumer<Direction> queued;
    private final Duration expiry;
    private final InstantSource clock;

    private DeadLetterRoutes(
            DeadLetters letters, Executor owner, Consumer<Direction> queued, Duration expiry, InstantSource clock) {
        this.letters = letters;
        this.owner = owner;
        this.queued = queued;
        this.expiry = expiry;
        this.clock = clock;
    }

    /**
     * The routes.
     *
     * @param owner the letters' loop
     * @param queued is told on it which way a letter goes that is sent again
     * @param expiry of what is sent again
     */
    static List<AdminRoute> of(
            DeadLetters letters, Executor owner, Consumer<Direction> queued, Duration expiry, InstantSource clock) {
        DeadLetterRoutes routes = new DeadLetterRoutes(letters, owner, queued, expiry, clock);
        return List.of(
                new AdminRoute("GET", "/dead-letters", routes::list),
                new AdminRoute("POST", "/dead-letters/{id}/resend", routes::resend),
                new AdminRoute("POST", "/dead-letters/{id}/drop", routes::drop));
    }

    /** A letter as the operator sees it: who, when and why, not what. */
    record Shown(
            long id,
            String direction,
            String callId,
            String sipCallId,
            String from,
            String to,
            boolean notice,
            int bytes,
            String ending,
            String reason,
            int attempts,
            boolean uncertain,
            Instant acceptedAt,
            Instant endedAt) {

        static Shown of(DeadLetter letter) {
            Payload payload = letter.payload();
            return new Shown(
                    letter.id(),
                    payload.direction().name().toLowerCase(Locale.ROOT),
                    payload.callId().value(),
                    payload.sipCallId(),
                    payload.lane().sender(),
                    payload.lane().recipient(),
                    payload.isNotice(),
                    payload.bodyBytes(),
                    letter.ending().name().toLowerCase(Locale.ROOT),
                    letter.reason(),
                    letter.attempts(),
                    letter.uncertain(),
                    letter.acceptedAt(),
                    letter.endedAt());
        }
    }

    /**
     * A page.
     *
     * @param next what {@code after} is for the next page; null on the last one
     */
    record Page(List<Shown> letters, @Nullable Long next) {}

    private AdminResponse list(AdminRequest request) throws AdminException {
        int max = (int) request.number("max", DEFAULT_PAGE, 1, MAX_PAGE);
        long after = request.number("after", 0, 0, Long.MAX_VALUE);
        List<Shown> page =
                onLoop(() -> letters.page(after, max)).stream().map(Shown::of).toList();
        return AdminResponse.json(
                new Page(page, page.size() < max ? null : page.getLast().id()));
    }

    private AdminResponse resend(AdminRequest request) throws AdminException {
        long id = id(request);
        Instant now = clock.instant();
        DeadLetters.Resend done =
                onLoop(() -> letters.resend(id, now, now.plus(expiry)).thenApply(outcome -> {
                    if (outcome == DeadLetters.Resend.QUEUED) {
                        List.of(Direction.values()).forEach(queued);
                    }
                    return outcome;
                }));
        return switch (done) {
            case QUEUED -> AdminResponse.json(Map.of("id", id, "queued", true));
            case UNKNOWN -> throw new AdminException(404, UNKNOWN);
            case FULL ->
                throw new AdminException(
                        503,
                        "the outbox takes nothing just now: it is full, its disk is, or its database is away; try again later");
        };
    }

    private AdminResponse drop(AdminRequest request) throws AdminException {
        long id = id(request);
        if (!onLoop(() -> letters.drop(id))) {
            throw new AdminException(404, UNKNOWN);
        }
        return AdminResponse.json(Map.of("id", id, "dropped", true));
    }

    private static long id(AdminRequest request) throws AdminException {
        try {
            return Long.parseLong(request.variable("id"));
        } catch (NumberFormatException other) {
            throw new AdminException(400, "a dead letter is named by its number, as the list shows it");
        }
    }

    private <T> T onLoop(Supplier<CompletionStage<T>> question) throws AdminException {
        try {
            return CompletableFuture.supplyAsync(question, owner)
                    .thenCompose(stage -> stage)
                    .join();
        } catch (CompletionException failed) {
            Throwable cause = failed.getCause();
            if (cause != null && StoreUnavailableException.isWhy(cause)) {
                throw new AdminException(503, "the database is away: try again when it is back");
            }
            throw failed;
        }
    }
}
