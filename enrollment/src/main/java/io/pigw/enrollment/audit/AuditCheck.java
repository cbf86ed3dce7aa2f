package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges a whole log: the chain by itself, and by signed checkpoints, which alone show that its end is missing. A log whose
 * checkpoints were taken away along with its end looks whole: only checkpoints that were kept elsewhere tell. First the
 * checkpoints, then the entries in their order. Confined to its caller's thread.
 */
public final class AuditCheck {

    /** Checkpoints that are looked at; they are hourly: 20 years. */
    private static final int MAX_CHECKPOINTS = 200_000;

    /** How long before the last entry the last checkpoint may be: they are hourly. */
    public static final Duration MAX_UNCOVERED = Duration.ofHours(2);

    private final @Nullable CheckpointReader reader;
    private final Duration maxUncovered;
    private final AuditChain chain = new AuditChain();
    private final Map<Long, AuditCheckpoint> signed = new HashMap<>();
    private final List<String> doubts = new ArrayList<>();
    private @Nullable AuditCheckpoint last;
    private AuditVerdict.@Nullable Broken contradiction;
    private @Nullable AuditEntry lastEntry;
    private long restored;
    private @Nullable Link link;

    /** A checkpoint, and the hash by which the next one names it. */
    private record Link(AuditCheckpoint checkpoint, Bytes hash) {}

    /** Nothing seen yet; see {@link #MAX_UNCOVERED}. */
    public AuditCheck(@Nullable CheckpointReader reader) {
        this(reader, MAX_UNCOVERED);
    }

    /**
     * Nothing seen yet.
     *
     * @param reader verifies checkpoints; null: they are not looked at
     * @param maxUncovered how long before the last entry the last checkpoint may be
     */
    public AuditCheck(@Nullable CheckpointReader reader, Duration maxUncovered) {
        this.reader = reader;
        this.maxUncovered = maxUncovered;
    }

    /**
     * What was found.
     *
     * @param verdict on the chain and its end
     * @param checkpoints how many agree on what they say
     * @param last the one that is furthest, if one is believed
     * @param doubts what is not shown though it should be: checkpoints that are missing or not to be believed, and why
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

    /** Takes a checkpoint, wherever it was kept, in any order. */
    public void checkpoint(byte[] cms) {
        var _ = believed(cms);
    }

    /** Takes the next one of all that a database has. */
    void linked(byte[] cms) {
        Optional<AuditCheckpoint> believed = believed(cms);
        if (believed.isEmpty()) {
            return;
        }
        AuditCheckpoint checkpoint = believed.get();
        Link before = link;
        Bytes named = checkpoint.previous();
        Bytes due = before == null ? AuditEntry.GENESIS : before.hash();
        // Those from before they were chained name none, and stand before all others.
        boolean isOld = named == null && (before == null || before.checkpoint().previous() == null);
        if (!isOld && (named == null || !due.equals(named))) {
            doubts.add("the checkpoint of " + checkpoint.at() + " does not follow "
                    + (before == null
                            ? "none"
                            : "the one of " + before.checkpoint().at())
                    + ": one between them is gone, or was replaced");
        }
        link = new Link(checkpoint, CheckpointReader.hash(Bytes.copyOf(cms)));
    }

    private Optional<AuditCheckpoint> believed(byte[] cms) {
        if (reader == null || signed.size() + doubts.size() >= MAX_CHECKPOINTS) {
            return Optional.empty();
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
            if (furthest == null || isFurther(checkpoint, furthest)) {
                last = checkpoint;
            }
            return Optional.of(checkpoint);
        } catch (IllegalArgumentException doubtful) {
            doubts.add(String.valueOf(doubtful.getMessage()));
            return Optional.empty();
        }
    }

    private static boolean isFurther(AuditCheckpoint one, AuditCheckpoint other) {
        int order = Long.compare(one.head().seq(), other.head().seq());
        return order > 0 || order == 0 && one.at().isAfter(other.at());
    }

    /** Takes the next entry. */
    public void entry(AuditEntry entry) {
        boolean wasWhole = chain.verdict() instanceof AuditVerdict.Intact;
        if (chain.add(entry).isEmpty() && wasWhole) {
            lastEntry = entry;
            if (entry.action().equals(AuditAction.RESTORED.name())) {
                restored = entry.seq();
            }
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
        List<String> all = new ArrayList<>(doubts);
        if (verdict instanceof AuditVerdict.Intact(long entries, AuditHead head)) {
            if (contradiction != null) {
                verdict = explained(contradiction);
            } else if (furthest != null && furthest.head().seq() > head.seq()) {
                verdict = explained(new AuditVerdict.Broken(
                        head.seq() + 1,
                        "the end is missing: the last entry is " + entries + ", and the checkpoint of "
                                + furthest.at() + " knows entry "
                                + furthest.head().seq()));
            } else if (reader != null) {
                uncovered(head, furthest).ifPresent(all::add);
            }
        }
        return new Report(verdict, signed.size(), Optional.ofNullable(furthest), all);
    }

    private Optional<String> uncovered(AuditHead head, @Nullable AuditCheckpoint furthest) {
        if (furthest == null) {
            return Optional.of("no checkpoint says where the log ends: whether its end is missing cannot be told");
        }
        AuditEntry entry = lastEntry;
        if (entry == null
                || head.seq() == furthest.head().seq()
                || !entry.at().isAfter(furthest.at().plus(maxUncovered))) {
            return Optional.empty();
        }
        return Optional.of("no checkpoint says where the log ends: the last one is of " + furthest.at()
                + ", the last entry of " + entry.at());
    }

    /** Who puts a backup back leaves behind what came after it: honest, but the checkpoints of then contradict. */
    private AuditVerdict.Broken explained(AuditVerdict.Broken found) {
        return restored == 0
                ? found
                : new AuditVerdict.Broken(
                        found.seq(),
                        found.what() + "; entry " + restored
                                + " says that a backup was put back, which does not have what came after it");
    }

    private void contradict(long seq, String what) {
        if (contradiction == null) {
            contradiction = new AuditVerdict.Broken(seq, what);
        }
    }
}
