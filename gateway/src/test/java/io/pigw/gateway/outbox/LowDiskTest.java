package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.codec.Limits;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox whose disk is all but full. */
class LowDiskTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final int MORE_THAN_ANY_DISK = 1 << 30; // MiB

    @TempDir
    private Path folder = Path.of("none");

    @Test
    void nothingNewIsTakenAndWhatWasTakenComesToItsEnd() throws Exception {
        try (ExecutorService loop = Executors.newSingleThreadExecutor()) {
            try (Databases databases = new Databases()) {
                get(open(databases, loop, 0).accept(Messages.toPeer("a", NOW)));
            }
            try (Databases databases = new Databases()) {
                Outbox outbox = open(databases, loop, MORE_THAN_ANY_DISK);

                assertThat(get(outbox.accept(Messages.toPeer("b", NOW)))).isEqualTo(new Acceptance.Full());
                assertThat(get(outbox.accept(Messages.toPeer("a", NOW)))).isEqualTo(new Acceptance.Duplicate(200));
                Entry entry = on(loop, () -> outbox.lease(Direction.TO_PEER, NOW, 1))
                        .getFirst()
                        .entry();
                Draft notice = Messages.noticeToIms("n", entry.draft().key(), NOW);
                assertThat(get(on(loop, () -> outbox.complete(entry, Ending.EXPIRED, "late", NOW, Optional.of(notice))))
                                .report())
                        .isPresent();
            }
        }
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static <T> T on(ExecutorService loop, Callable<T> call) throws Exception {
        return loop.submit(call).get(30, TimeUnit.SECONDS);
    }

    private Outbox open(Databases databases, ExecutorService loop, int keepFree) throws Exception {
        Database database = databases.open(new StoreConfig(folder.resolve("db"), null, keepFree), "io/pigw/gateway/db");
        return DatabaseOutbox.open(database, loop, OutboxLimits.DEFAULTS, Limits.DEFAULTS, NOW);
    }
}
