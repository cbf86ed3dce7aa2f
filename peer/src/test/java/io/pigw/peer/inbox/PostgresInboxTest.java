package io.pigw.peer.inbox;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;

@NeedsPostgres
class PostgresInboxTest extends DatabaseInboxTest {

    private final StoreConfig store = TestPostgres.shared().store();

    @Override
    StoreConfig store() {
        return store;
    }
}
