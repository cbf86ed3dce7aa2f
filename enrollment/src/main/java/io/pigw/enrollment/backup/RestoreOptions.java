package io.pigw.enrollment.backup;

import io.pigw.enrollment.audit.AuditActor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to restore, and where to.
 *
 * @param backup its folder
 * @param sha256 that its manifest must have, as its maker told; null: whatever it has
 * @param store where the database goes; there must be none
 * @param authority where the authority's files go; what is there already must be the same, or what rotations and the root made of it
 * @param overlay that the authority must be of
 * @param crls in files: what they list stays revoked, whether or not the backup knows it
 * @param actor who restores, for the audit log
 */
public record RestoreOptions(
        Path backup,
        @Nullable String sha256,
        Path store,
        Path authority,
        String overlay,
        List<Path> crls,
        AuditActor actor) {

    /** Copies the list. */
    public RestoreOptions {
        crls = List.copyOf(crls);
    }
}
