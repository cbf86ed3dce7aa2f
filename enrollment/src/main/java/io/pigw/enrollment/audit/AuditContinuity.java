package io.pigw.enrollment.audit;

import io.pigw.enrollment.audit.AuditStore.Checkpointed;
import io.pigw.enrollment.audit.AuditVerdict.Broken;
import io.pigw.p2psip.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Follows a server's own log from its last checkpoint to its end: what is signed next must go on from that. Blocks. */
final class AuditContinuity {

    private final String overlay;
    private final AuditStore store;
    private final CheckpointReader reader;

    AuditContinuity(String overlay, AuditStore store, CheckpointReader reader) {
        this.overlay = overlay;
        this.store = store;
        this.reader = reader;
    }

    /**
     * What the next checkpoint is of.
     *
     * @param head the log's last entry
     * @param previous what it names as the one before it; one of the same entry is replaced, and names the same
     */
    record Next(AuditHead head, @Nullable Bytes previous) {}

    /**
     * The log's end, if it follows from the last checkpoint, or from the beginning where there is none.
     *
     * @throws BrokenLogException if it does not
     */
    Next verified() throws BrokenLogException, InterruptedException {
        Checkpointed kept = AuditCheckpoints.await(store.lastCheckpoint()).orElse(null);
        AuditHead end = AuditCheckpoints.await(store.head());
        if (kept == null) {
            follow(new AuditChain(), end);
            return new Next(end, AuditEntry.GENESIS);
        }
        AuditCheckpoint last = read(kept);
        if (last.head().seq() > end.seq()) {
            throw new BrokenLogException("the log ends with entry " + end.seq() + ", and the checkpoint of " + last.at()
                    + " knows entry " + last.head().seq());
        }
        requireThere(last);
        follow(new AuditChain(last.head()), end);
        boolean isReplaced = last.head().seq() == end.seq();
        return new Next(end, isReplaced ? last.previous() : CheckpointReader.hash(kept.cms()));
    }

    private AuditCheckpoint read(Checkpointed kept) throws BrokenLogException {
        try {
            AuditCheckpoint last = reader.read(kept.cms().toArray());
            if (!last.overlay().equals(overlay) || last.head().seq() != kept.seq()) {
                throw new BrokenLogException("the last checkpoint is of another log or entry: " + last.overlay() + ", "
                        + last.head().seq());
            }
            return last;
        } catch (IllegalArgumentException doubtful) {
            throw new BrokenLogException(
                    "the last checkpoint is not to be believed: " + doubtful.getMessage(), doubtful);
        }
    }

    /** Whether the entry that was signed is still what it was. */
    private void requireThere(AuditCheckpoint last) throws BrokenLogException, InterruptedException {
        long seq = last.head().seq();
        if (seq == 0) {
            return;
        }
        Optional<AuditEntry> entry =
                AuditCheckpoints.await(store.after(seq - 1, 1)).stream().findFirst();
        if (entry.isEmpty()
                || entry.get().seq() != seq
                || !entry.get().isSound()
                || !entry.get().hash().equals(last.head().hash())) {
            throw new BrokenLogException(
                    "entry " + seq + " is not the one that the checkpoint of " + last.at() + " was of");
        }
    }

    private void follow(AuditChain chain, AuditHead end) throws BrokenLogException, InterruptedException {
        @Nullable Broken broken = null;
        while (broken == null && chain.head().seq() < end.seq()) {
            List<AuditEntry> page =
                    AuditCheckpoints.await(store.after(chain.head().seq(), AuditStore.MAX_PAGE));
            if (page.isEmpty()) {
                throw new BrokenLogException(
                        "the last entry is " + chain.head().seq() + ", and the database says that it is " + end.seq());
            }
            for (AuditEntry entry : page) {
                if (broken == null && entry.seq() <= end.seq()) {
                    broken = chain.add(entry).orElse(null);
                }
            }
        }
        if (broken != null) {
            throw new BrokenLogException(broken.what());
        }
        if (!chain.head().equals(end)) {
            throw new BrokenLogException("the last entry is not the one that the database says it is: " + end.seq());
        }
    }
}
