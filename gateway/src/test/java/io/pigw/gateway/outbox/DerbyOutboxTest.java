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
import org.junit.jupiter.api.io.TempDir;

class DerbyOutboxTest extends OutboxContract {

    private static final ExecutorService LOOP = Executors.newSingleThreadExecutor();
    private static final Databases DATABASES = new Databases();

    @TempDir
    @Nullable
    Path directory;

    private @Nullable Database database;

    @AfterAll
    static void stop() {
        DATABASES.close();
        LOOP.shutdown();
    }

    @Override
    Outbox open(OutboxLimits limits) throws Exception {
        Database opened =
                DATABASES.open(new StoreConfig(Objects.requireNonNull(directory).resolve("db")), "io/pigw/gateway/db");
        database = opened;
        return DerbyOutbox.open(opened, LOOP, limits, Limits.DEFAULTS);
    }

    @Override
    void shut() {
        if (database != null) {
            database.close();
        }
    }

    @Override
    <T> T onLoop(Callable<T> call) throws Exception {
        return LOOP.submit(call).get(30, TimeUnit.SECONDS);
    }
}
