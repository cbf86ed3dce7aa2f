package io.pigw.gateway.outbox;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The outbox without a disk; what stands for the disk outlives it. */
public final class MemoryOutbox implements Outbox {

    /** What a restart finds. */
    public static final class Disk {
        private final TreeMap<Long, Row> rows = new TreeMap<>();
        private final TreeMap<Long, DeadLetter> letters = new TreeMap<>();
    }

    private record Row(Entry entry, boolean ended, Instant forgetAt) {}

    private final Disk disk;
    private final OutboxLimits limits;
    private final Room room;
    private final DueIndex due;
    private final Set<Long> failing = new HashSet<>();

    /** Opens the outbox on what an earlier one left. */
    public MemoryOutbox(Disk disk, OutboxLimits limits, Instant now) {
        this.disk = disk;
        this.limits = limits;
        this.room = new Room(limits);
        this.due = new DueIndex(limits.share());
        List<Entry> left = disk.rows.values().stream()
                .filter(row -> !row.ended())
                .map(Row::entry)
                .toList();
        for (Entry entry : Recovery.of(left, now)) {
            room.take(entry.payload());
            due.add(entry);
        }
    }

    /** The next completion of the entry fails. */
    void failNextCompletionOf(long id) {
        failing.add(id);
    }

    @Override
    public CompletionStage<Acceptance> accept(Draft draft) {
        Optional<Entry> known = known(draft.key());
        if (known.isPresent()) {
            return CompletableFuture.completedFuture(
                    new Acceptance.Duplicate(known.get().draft().answer()));
        }
        if (!room.tryTake(draft.payload())) {
            return CompletableFuture.completedFuture(new Acceptance.Full());
        }
        return CompletableFuture.completedFuture(new Acceptance.Stored(store(draft)));
    }

    private Entry store(Draft draft) {
        long id = 1
                + Math.max(
                        disk.rows.isEmpty() ? 0 : disk.rows.lastKey(),
                        disk.letters.isEmpty() ? 0 : disk.letters.lastKey());
        Entry entry = new Entry(id, draft, Progress.start(draft.acceptedAt()));
        disk.rows.put(id, new Row(entry, false, Instant.MAX));
        due.add(entry);
        return entry;
    }

    @Override
    public List<Lease> lease(Direction direction, Instant now, int max) {
        return due.take(direction, now, max);
    }

    @Override
    public CompletionStage<Optional<Entry>> defer(Entry entry, Optional<Draft> report) {
        disk.rows.put(entry.id(), new Row(entry, false, Instant.MAX));
        due.giveBack(entry);
        return CompletableFuture.completedFuture(write(report));
    }

    @Override
    public CompletionStage<Completion> complete(
            Entry entry, Ending ending, String reason, Instant now, Optional<Draft> report) {
        if (failing.remove(entry.id())) {
            return CompletableFuture.failedFuture(new IllegalStateException("disk full"));
        }
        Row row = disk.rows.get(entry.id());
        if (row == null || row.ended()) {
            return CompletableFuture.completedFuture(new Completion(false, Optional.empty()));
        }
        Instant kept = now.plus(limits.keepEnded());
        Instant keepUntil = entry.draft().keepUntil();
        disk.rows.put(entry.id(), new Row(entry, true, kept.isAfter(keepUntil) ? kept : keepUntil));
        room.release(entry.payload());
        due.end(entry, ending);
        if (ending != Ending.DELIVERED) {
            disk.letters.put(entry.id(), DeadLetter.of(entry, ending, reason, now));
        }
        return CompletableFuture.completedFuture(new Completion(true, write(report)));
    }

    private Optional<Entry> write(Optional<Draft> report) {
        return report.filter(draft -> known(draft.key()).isEmpty()).map(draft -> {
            room.take(draft.payload());
            return store(draft);
        });
    }

    private Optional<Entry> known(OutboxKey key) {
        return disk.rows.values().stream()
                .map(Row::entry)
                .filter(entry -> entry.draft().key().equals(key))
                .findFirst();
    }

    @Override
    public void hurry(Direction direction, String recipient, Instant now) {
        due.hurry(direction, recipient, now);
    }

    @Override
    public void hurryAll(Direction direction, Instant now) {
        due.hurryAll(direction, now);
    }

    @Override
    public Optional<Instant> nextDue(Direction direction) {
        return due.nextDue(direction);
    }

    @Override
    public int pending() {
        return room.messages();
    }

    @Override
    public boolean isJammed() {
        return false;
    }

    @Override
    public DeadLetters deadLetters() {
        return new DeadLetters() {
            @Override
            public CompletionStage<List<DeadLetter>> page(long after, int max) {
                return CompletableFuture.completedFuture(disk.letters.tailMap(after, false).values().stream()
                        .limit(max)
                        .toList());
            }

            @Override
            public CompletionStage<Resend> resend(long id, Instant now, Instant expiresAt) {
                DeadLetter letter = disk.letters.get(id);
                if (letter == null || !room.tryTake(letter.payload())) {
                    return CompletableFuture.completedFuture(letter == null ? Resend.UNKNOWN : Resend.FULL);
                }
                disk.letters.remove(id);
                OutboxKey key = letter.key().ofResend(id);
                store(new Draft(key, letter.payload().sentAt(now), letter.answer(), now, expiresAt, now));
                return CompletableFuture.completedFuture(Resend.QUEUED);
            }

            @Override
            public CompletionStage<Boolean> drop(long id) {
                return CompletableFuture.completedFuture(disk.letters.remove(id) != null);
            }
        };
    }

    @Override
    public void purge(Instant now) {
        Instant before = now.minus(limits.keepDeadLetters());
        disk.letters.values().removeIf(letter -> letter.endedAt().isBefore(before));
        while (disk.letters.size() > limits.maxDeadLetters()) {
            disk.letters.pollFirstEntry();
        }
        disk.rows.values().removeIf(row -> row.forgetAt().isBefore(now));
    }
}
