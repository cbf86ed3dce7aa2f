package io.pigw.runtime.store;

import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;

@NeedsPostgres
class PostgresBatchWriterTest extends BatchWriterTest {

    @Override
    StoreConfig store() {
        return TestPostgres.shared().store();
    }
}
