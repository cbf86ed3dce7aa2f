package io.pigw.runtime.store;

import io.pigw.runtime.testing.TestPostgres;

class PostgresBatchWriterTest extends BatchWriterTest {

    @Override
    StoreConfig store() {
        return TestPostgres.shared().store();
    }
}
