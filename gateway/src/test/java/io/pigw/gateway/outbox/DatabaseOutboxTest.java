package io.pigw.gateway.outbox;

import io.pigw.p2psip.codec.Limits;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class DatabaseOutboxTest extends OutboxContract {

    @SuppressWarnings("NullAway.Init")
    private static ExecutorService loop;

    @SuppressWarnings("NullAway.Init")
    private static Databases databases;

    @TempDir
    @Nullable
    Path directory;

    private @Nullable Database database;

    @BeforeAll
    static void begin() {
        loop = Executors.newSingleThreadExecutor();
        databases = new Databases();
    }

    @AfterAll
    static void stop() {
        databases.close();
        loop.shutdown();
    }

    @Override
    Outbox open(OutboxLimits limits) throws Exception {
        Database opened = open(databases, store());
        database = opened;
        return DatabaseOutbox.open(opened, loop, limits, Limits.DEFAULTS, NOW);
    }

    Database open(Databases all, StoreConfig store) {
        return all.open(store, "io/pigw/gateway/db");
    }

    /** The same for the whole of a test. */
    StoreConfig store() {
        return new StoreConfig(Objects.requireNonNull(directory).resolve("db"));
    }

    @Override
    void shut() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    <T> T onLoop(Callable<T> call) throws Exception {
        return loop.submit(call).get(30, TimeUnit.SECONDS);
    }
}
