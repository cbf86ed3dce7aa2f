package io.pigw.sos;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPostgres;

class PostgresEvidenceStoreTest extends DatabaseEvidenceStoreTest {

    @Override
    StoreConfig config() {
        return TestPostgres.shared().store("evidence");
    }
}
