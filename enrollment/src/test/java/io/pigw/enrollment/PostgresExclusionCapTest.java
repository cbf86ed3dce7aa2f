package io.pigw.enrollment;

import io.pigw.runtime.store.StoreConfig;
import io.pigw.runtime.testing.NeedsPostgres;
import io.pigw.runtime.testing.TestPostgres;
import java.nio.file.Path;

@NeedsPostgres
class PostgresExclusionCapTest extends ExclusionCapTest {

    @Override
    StoreConfig store(Path directory) {
        return TestPostgres.shared().store();
    }
}
