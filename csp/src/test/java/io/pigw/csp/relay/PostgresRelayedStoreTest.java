package io.pigw.csp.relay;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPostgres;

class PostgresRelayedStoreTest extends DatabaseRelayedStoreTest {

    private final StoreConfig store = TestPostgres.shared().store();

    @Override
    StoreConfig store() {
        return store;
    }
}
