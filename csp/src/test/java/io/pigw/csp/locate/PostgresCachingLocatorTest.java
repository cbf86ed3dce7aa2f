package io.pigw.csp.locate;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPostgres;

class PostgresCachingLocatorTest extends CachingLocatorTest {

    private final StoreConfig store = TestPostgres.shared().store();

    @Override
    StoreConfig store() {
        return store;
    }
}
