package io.pigw.gateway.users;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.TestPostgres;

class PostgresImsUsersTest extends ImsUsersTest {

    @Override
    StoreConfig store() {
        return TestPostgres.shared().store();
    }
}
