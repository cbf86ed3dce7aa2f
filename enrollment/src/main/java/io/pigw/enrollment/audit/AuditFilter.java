package io.pigw.enrollment.audit;

import org.jspecify.annotations.Nullable;

/**
 * Which entries are wanted.
 *
 * @param actor exactly, as {@link AuditActor#toString}; null: any
 * @param action a name of {@link AuditAction}; null: any
 * @param subject exactly; null: any
 */
public record AuditFilter(
        @Nullable String actor,
        @Nullable String action,
        @Nullable String subject) {

    /** All. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null);
}
