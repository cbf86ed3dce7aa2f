package io.pigw.enrollment.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backup that took the place of the database: what was decided between the two times is not on record.
 *
 * @param taken when the backup was made
 * @param restored when it was put back
 * @param resumed when an operator let the server issue certificates again; null: not yet
 */
public record Restoration(
        Instant taken, Instant restored, @Nullable Instant resumed) {}
