package io.pigw.runtime.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a service keeps its database: exactly one of both.
 *
 * @param directory of an embedded Derby database; made when it is missing, its parents too
 * @param postgresql a schema of a PostgreSQL database
 */
public record StoreConfig(
        @Nullable Path directory, @Nullable PostgresConfig postgresql) {

    /** Checks that it is one of both. */
    public StoreConfig {
        if (directory == null && postgresql == null) {
            throw new IllegalArgumentException("missing: give store.directory, or store.postgresql");
        }
        if (directory != null && postgresql != null) {
            throw new IllegalArgumentException("store.directory and store.postgresql are both given: take one out");
        }
    }

    /** In that directory. */
    public StoreConfig(Path directory) {
        this(directory, null);
    }
}
