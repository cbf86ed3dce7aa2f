package io.pigw.enrollment.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a whole log: the chain by itself, and by signed checkpoints, which alone show that its end is missing. First the
 * checkpoints, then the entries in their order. Confined to its caller's thread.
 */
public final class AuditCheck {

    /** Checkpoints that are looked at; they are hourly: 20 years. */
    private static final int MAX_CHECKPOINTS = 200_000;

    private final @Nullable CheckpointReader reader;
    private final AuditChain chain = new AuditChain();
    private final Map<Long, AuditCheckpoint> signed = new HashMap<>();
    private final List<String> doubts = new ArrayList<>();
    private @Nullable AuditCheckpoint last;
    private AuditVerdict.@Nullable Broken contradiction;

    /**
     * Nothing seen yet.
     *
     * @param reader verifies checkpoints; null: they are not looked at
     */
    public AuditCheck(@Nullable CheckpointReader reader) {
        this.reader = reader;
    }

    /**
     * What was found.
     *
     * @param verdict on the chain and its end
     * @param checkpoints how many agree on what they say
     * @param last the one that is furthest, if one is believed
     * @param doubts checkpoints that are not to be believed, and why
     */
    public record Report(AuditVerdict verdict, int checkpoints, Optional<AuditCheckpoint> last, List<String> doubts) {
        /** Copies. */
        public Report {
            doubts = List.copyOf(doubts);
        }

        /** Whether the chain is whole and no checkpoint is doubtful. */
        public boolean isSound() {
            return verdict instanceof AuditVerdict.Intact && doubts.isEmpty();
        }
    }

    /** Takes a checkpoint. */
    public void checkpoint(byte[] cms) {
        if (reader == null || signed.size() + doubts.size() >= MAX_CHECKPOINTS) {
            return;
        }
        try {
            AuditCheckpoint checkpoint = reader.read(cms);
            AuditCheckpoint other = signed.putIfAbsent(checkpoint.head().seq(), checkpoint);
            if (other != null && !other.head().equals(checkpoint.head())) {
                contradict(
                        checkpoint.head().seq(),
                        "two checkpoints contradict one another: of " + other.at() + " and " + checkpoint.at());
            }
            AuditCheckpoint furthest = last;
            if (furthest == null || checkpoint.head().seq() >= furthest.head().seq()) {
                last = checkpoint;
            }
        } catch (IllegalArgumentException doubtful) {
            doubts.add(String.valueOf(doubtful.getMessage()));
        }
    }

    /** Takes the next entry. */
    public void entry(AuditEntry entry) {
        boolean wasWhole = chain.verdict() instanceof AuditVerdict.Intact;
        if (chain.add(entry).isEmpty() && wasWhole) {
            AuditCheckpoint checkpoint = signed.get(entry.seq());
            if (checkpoint != null && !checkpoint.head().hash().equals(entry.hash())) {
                contradict(
                        entry.seq(),
                        "entry " + entry.seq() + " or one before it was replaced: the checkpoint of " + checkpoint.at()
                                + " has another hash");
            }
        }
    }

    /** Takes what the database says is the last entry, after all entries. */
    void end(AuditHead said) {
        AuditHead seen = chain.head();
        if (!said.equals(seen)) {
            contradict(
                    seen.seq() + 1,
                    "the last entry is " + seen.seq() + ", and the database says that it is " + said.seq()
                            + ": entries are gone, or the log was replaced");
        }
    }

    /** The verdict on all that was taken. */
    public Report report() {
        AuditVerdict verdict = chain.verdict();
        AuditCheckpoint furthest = last;
        AuditHead head = chain.head();
        if (verdict instanceof AuditVerdict.Intact) {
            if (contradiction != null) {
                verdict = contradiction;
            } else if (furthest != null && furthest.head().seq() > head.seq()) {
                verdict = new AuditVerdict.Broken(
                        head.seq() + 1,
                        "the end is missing: the last entry is " + head.seq() + ", and the checkpoint of "
                                + furthest.at() + " knows entry "
                                + furthest.head().seq());
            }
        }
        return new Report(verdict, signed.size(), Optional.ofNullable(furthest), doubts);
    }

    private void contradict(long seq, String what) {
        if (contradiction == null) {
            contradiction = new AuditVerdict.Broken(seq, what);
        }
    }
}
