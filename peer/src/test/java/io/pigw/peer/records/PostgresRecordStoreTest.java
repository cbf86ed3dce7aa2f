package io.pigw.peer.records;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;

@NeedsPostgres
class PostgresRecordStoreTest extends DatabaseRecordStoreTest {

    private final StoreConfig store = TestPostgres.shared().store();

    @Override
    StoreConfig store() {
        return store;
    }
}
