package io.pigw.sos;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;

@NeedsPostgres
class PostgresEvidenceStoreTest extends DatabaseEvidenceStoreTest {

    @Override
    StoreConfig config() {
        return TestPostgres.shared().store("evidence");
    }
}
