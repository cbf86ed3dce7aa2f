package io.pigw.runtime.store;

import io.pigw.runtime.config.Default;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a service keeps its database: exactly one of both.
 *
 * @param directory of an embedded Derby database; made when it is missing, its parents too
 * @param postgresql a schema of a PostgreSQL database
 * @param keepFree in MiB, of the disk with the directory, 0 to 2^30: with less no new messages are taken, so that what is under way can still be
 *     brought to its end
 */
public record StoreConfig(
        @Nullable Path directory,
        @Nullable PostgresConfig postgresql,
        @Default("64") int keepFree) {

    private static final int KEEP_FREE = 64;
    private static final int MAX_KEEP_FREE = 1 << 30;

    /** Checks that it is one of both. */
    public StoreConfig {
        if (directory == null && postgresql == null) {
            throw new IllegalArgumentException("missing: give store.directory, or store.postgresql");
        }
        if (directory != null && postgresql != null) {
            throw new IllegalArgumentException("store.directory and store.postgresql are both given: take one out");
        }
        if (keepFree < 0 || keepFree > MAX_KEEP_FREE) {
            throw new IllegalArgumentException("store.keepFree must be 0 to " + MAX_KEEP_FREE + " MiB");
        }
    }

    /** With the default of what is kept free. */
    public StoreConfig(@Nullable Path directory, @Nullable PostgresConfig postgresql) {
        this(directory, postgresql, KEEP_FREE);
    }

    /** In that directory. */
    public StoreConfig(Path directory) {
        this(directory, null);
    }
}
