package io.pigw.gateway.outbox;

import io.pigw.p2psip.codec.Limits;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What a gateway does with an outbox that it shares, on a loop of its own. */
final class SharingGateway implements AutoCloseable {

    private static final OutboxLimits LIMITS = new OutboxLimits(1_000, 1 << 24, 1_000, Duration.ofSeconds(40));

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final Databases databases = new Databases();
    private final Database database;
    private final DatabaseOutbox outbox;
    private boolean gone;

    SharingGateway(StoreConfig store, String name) throws Exception {
        database = databases.openShared(store, "io/pigw/gateway/db", name);
        outbox = DatabaseOutbox.open(database, loop, LIMITS, Limits.DEFAULTS, OutboxFixture.NOW);
    }

    /** Delivers what is due, again and again, and looks after its parts; by the system's clock. */
    void work() {
        var _ = loop.scheduleWithFixedDelay(() -> outbox.tend(Instant.now()), 0, 40, TimeUnit.MILLISECONDS);
        var _ = loop.scheduleWithFixedDelay(outbox::gather, 0, 15, TimeUnit.MILLISECONDS);
        var _ = loop.scheduleWithFixedDelay(this::deliver, 0, 5, TimeUnit.MILLISECONDS);
    }

    private void deliver() {
        for (Lease lease : outbox.lease(Direction.TO_PEER, Instant.now(), 100)) {
            var _ = outbox.complete(lease.entry(), Ending.DELIVERED, "", OutboxFixture.NOW, Optional.empty());
        }
    }

    /** False while it is going, too. */
    boolean isAccepted(Draft draft) throws Exception {
        try {
            return accept(draft) instanceof Acceptance.Stored;
        } catch (ExecutionException closed) {
            return false;
        }
    }

    /** Fails while it goes. */
    Acceptance accept(Draft draft) throws Exception {
        return get(outbox.accept(draft));
    }

    List<Lease> lease(Instant now) throws Exception {
        return onLoop(() -> outbox.lease(Direction.TO_PEER, now, 10_000));
    }

    Completion complete(Entry entry, Ending ending) throws Exception {
        return get(onLoop(() -> outbox.complete(entry, ending, "", OutboxFixture.NOW, Optional.empty())));
    }

    boolean completionFails(Entry entry) throws Exception {
        try {
            complete(entry, Ending.EXPIRED);
            return false;
        } catch (ExecutionException refused) {
            return true;
        }
    }

    int tend(Instant now) throws Exception {
        return get(onLoop(() -> outbox.tend(now)));
    }

    int gather() throws Exception {
        return get(onLoop(outbox::gather));
    }

    int pending() {
        return outbox.pending();
    }

    boolean holds(Draft draft) throws Exception {
        return onLoop(() -> outbox.holds(draft.payload()));
    }

    String taken() {
        return database.problem().orElse("");
    }

    void leave() throws Exception {
        leave(true);
        vanish();
    }

    /** What was handed to its writer before goes on. */
    void leave(boolean atPeace) throws Exception {
        get(onLoop(() -> outbox.leave(atPeace)));
    }

    /** As if the process were killed. */
    void vanish() {
        gone = true;
        loop.shutdownNow();
        databases.close();
    }

    boolean isGone() {
        return gone;
    }

    private <T> T onLoop(Callable<T> call) throws Exception {
        return loop.submit(call).get(30, TimeUnit.SECONDS);
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        databases.close();
        loop.shutdown();
    }
}
