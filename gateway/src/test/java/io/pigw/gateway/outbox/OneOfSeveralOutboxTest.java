package io.pigw.gateway.outbox;

import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Databases;
import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import java.time.Duration;

/** An outbox that could be shared, and has one gateway, keeps what any other does. */
@NeedsPostgres
class OneOfSeveralOutboxTest extends PostgresOutboxTest {

    private static final Duration LONGER_THAN_ANY_TEST = Duration.ofHours(1);

    @Override
    Outbox open(OutboxLimits limits) throws Exception {
        Outbox opened = super.open(limits);
        get(onLoop(() -> opened.tend(NOW.plus(LONGER_THAN_ANY_TEST))));
        return opened;
    }

    @Override
    Database open(Databases all, StoreConfig store) {
        return all.openShared(store, "io/pigw/gateway/db", "260");
    }
}
