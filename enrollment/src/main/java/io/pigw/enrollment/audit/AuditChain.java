package io.pigw.enrollment.audit;

import io.pigw.enrollment.audit.AuditVerdict.Broken;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a chain from its beginning, entry by entry, and says where it breaks first. Confined to its caller's thread. */
public final class AuditChain {

    private AuditHead head;
    private @Nullable Broken broken;

    /** From the first entry on. */
    public AuditChain() {
        this(new AuditHead(0, AuditEntry.GENESIS));
    }

    /** From the entry after that one on. */
    AuditChain(AuditHead known) {
        this.head = known;
    }

    /** Takes the next entry; what comes after a break is not judged. */
    public Optional<Broken> add(AuditEntry entry) {
        if (broken == null) {
            broken = judge(entry).orElse(null);
            head = new AuditHead(entry.seq(), entry.hash());
        }
        return Optional.ofNullable(broken);
    }

    /** The verdict on what has been taken so far. */
    public AuditVerdict verdict() {
        return broken == null ? new AuditVerdict.Intact(head.seq(), head) : broken;
    }

    /** The last entry taken. */
    public AuditHead head() {
        return head;
    }

    private Optional<Broken> judge(AuditEntry entry) {
        long due = head.seq() + 1;
        if (entry.seq() > due) {
            return broken(
                    due,
                    "entry " + due + (entry.seq() - due > 1 ? " to " + (entry.seq() - 1) : "")
                            + " is missing: the next one is " + entry.seq());
        }
        if (entry.seq() < due) {
            return broken(
                    due,
                    "entry " + entry.seq() + " stands where entry " + due
                            + " should: entries were swapped, or one was put in");
        }
        if (!entry.isSound()) {
            return broken(due, "entry " + due + " was changed: its hash is not that of its content");
        }
        if (!entry.previous().equals(head.hash())) {
            return broken(due, "entry " + due + " does not follow the entry before it: one of them was replaced");
        }
        return Optional.empty();
    }

    private static Optional<Broken> broken(long seq, String what) {
        return Optional.of(new Broken(seq, what));
    }
}
