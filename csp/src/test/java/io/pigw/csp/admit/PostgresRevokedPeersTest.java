package io.pigw.csp.admit;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;

@NeedsPostgres
class PostgresRevokedPeersTest extends RevokedPeersTest {

    private final StoreConfig store = TestPostgres.shared().store();

    @Override
    StoreConfig store() {
        return store;
    }
}
