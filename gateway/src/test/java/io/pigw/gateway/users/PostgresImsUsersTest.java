package io.pigw.gateway.users;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;

@NeedsPostgres
class PostgresImsUsersTest extends ImsUsersTest {

    @Override
    StoreConfig store() {
        return TestPostgres.shared().store();
    }
}
