package io.pigw.enrollment.ocsp;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.nio.file.Path;

@NeedsPostgres
class PostgresStatusStoreTest extends DatabaseStatusStoreTest {

    @Override
    StoreConfig store(Path directory) {
        return TestPostgres.shared().store();
    }
}
