package io.pigw.runtime.renewal;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** Whether files have changed, and are no longer changing. Not thread-safe. */
final class FileWatch {

    private final List<Path> files;
    private final boolean watching;
    private Stamps accepted;
    private Stamps seen;
    private boolean again;

    /** Files that are not all there are not watched: the identity came from somewhere else. */
    FileWatch(List<Path> files) {
        this.files = List.copyOf(files);
        this.accepted = Stamps.of(files);
        this.seen = accepted;
        this.watching = accepted.files().stream().allMatch(Stamps.Stamp::isThere);
    }

    /** When the last of them was changed; long ago if they are not there. */
    Instant changedAt() {
        return accepted.files().stream()
                .map(Stamps.Stamp::modified)
                .max(Comparator.naturalOrder())
                .map(FileTime::toInstant)
                .orElse(Instant.EPOCH);
    }

    /** Whether they are others than the accepted ones or to be looked at again, and the same as at the last look: nobody is in the middle of it. */
    boolean haveSettled() {
        if (!watching) {
            return false;
        }
        Stamps now = Stamps.of(files);
        boolean settled = now.equals(seen);
        seen = now;
        return settled && (again || !now.equals(accepted));
    }

    /** They are known as they are now. */
    void accept() {
        accepted = Stamps.of(files);
        seen = accepted;
        again = false;
    }

    /** They are to be looked at again, changed or not. */
    void lookAgain() {
        again = true;
    }
}
