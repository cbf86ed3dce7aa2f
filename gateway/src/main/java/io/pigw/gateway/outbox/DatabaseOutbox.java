package io.pigw.gateway.outbox;

import io.pigw.p2psip.codec.Limits;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Members;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreUnavailableException;
import io.pigw.runtime.store.Write;
import io.pigw.runtime.store.WriterFullException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The outbox in a database: one row a message, written in batches by the database's one writer; or by the writers of several gateways that
 * share the work.
 */
public final class DatabaseOutbox implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutbox.class);

    private final Database database;
    private final BatchWriter writer;
    private final Executor owner;
    private final OutboxLimits limits;
    private final PayloadCodec codec;
    private final Room room;
    private final Rows rows;
    private final DueIndex due;
    private final Tenure tenure;
    private final DeadLetters deadLetters;
    private boolean lapsed;
    private boolean progressLost;
    private volatile int dead;

    private DatabaseOutbox(Database database, Executor owner, OutboxLimits limits, PayloadCodec codec, Kept kept) {
        this.database = database;
        this.writer = database.writer();
        this.owner = owner;
        this.limits = limits;
        this.codec = codec;
        this.room = kept.room();
        this.due = kept.due();
        this.rows = kept.rows();
        this.tenure = kept.tenure();
        this.deadLetters = new DatabaseDeadLetters(writer, owner, codec, this::readmit);
    }

    /** What differs when others share it, and what goes with that. */
    private record Kept(Room room, DueIndex due, Rows rows, Tenure tenure) {}

    /**
     * Opens the outbox and scans it for what has not ended; of one that several gateways share, for what is this one's. Blocks; not for a
     * loop.
     *
     * @param database with the gateway's tables
     * @param owner the loop that everything but {@code accept} is called on
     * @param now by the clock that the entries' times are of
     * @throws IOException if the tables cannot be read, or hold a row that this release does not understand
     */
    public static DatabaseOutbox open(
            Database database, Executor owner, OutboxLimits limits, Limits wireLimits, Instant now) throws IOException {
        PayloadCodec codec = new PayloadCodec(wireLimits);
        Optional<Members> members = database.members();
        return members.isPresent()
                ? shared(members.get(), database, owner, limits, codec, now)
                : sole(database, owner, limits, codec, now);
    }

    private static DatabaseOutbox shared(
            Members members, Database database, Executor owner, OutboxLimits limits, PayloadCodec codec, Instant now)
            throws IOException {
        Room room = new Room(limits);
        DueIndex due = new DueIndex(limits.share());
        SharedTenure tenure = new SharedTenure(members, database.writer(), owner, codec, room, due);
        try {
            tenure.open(now);
        } catch (CompletionException failed) {
            throw new IOException("the outbox cannot be read", failed.getCause());
        }
        return new DatabaseOutbox(database, owner, limits, codec, new Kept(room, due, new SharedRows(members), tenure));
    }

    private static DatabaseOutbox sole(
            Database database, Executor owner, OutboxLimits limits, PayloadCodec codec, Instant now)
            throws IOException {
        try (Connection connection = database.connection()) {
            Rows rows = new SoleRows(OutboxRows.greatestId(connection));
            DatabaseOutbox outbox = new DatabaseOutbox(
                    database,
                    owner,
                    limits,
                    codec,
                    new Kept(new Room(limits), new DueIndex(limits.share()), rows, Tenure.SOLE));
            for (Entry entry : Recovery.of(OutboxRows.pending(connection, codec), now)) {
                outbox.room.take(entry.payload());
                outbox.due.add(entry);
            }
            return outbox;
        } catch (SQLException | PayloadCodec.CorruptRowException e) {
            throw new IOException("the outbox cannot be read", e);
        }
    }

    @Override
    public CompletionStage<Acceptance> accept(Draft draft) {
        return !database.isDiskLow() && room.tryTake(draft.payload())
                ? store(draft, _ -> true)
                : copyOrFull(draft.key());
    }

    private CompletionStage<Acceptance> readmit(Draft draft, long letter) {
        return !database.isDiskLow() && room.tryTake(draft.payload())
                ? store(draft, statements -> DeadLetterRows.delete(statements, letter))
                : CompletableFuture.completedFuture(new Acceptance.Full());
    }

    /** @param condition in the same transaction: if it is false, the entry is not stored, as a copy of it would not be */
    private CompletionStage<Acceptance> store(Draft draft, Write<Boolean> condition) {
        byte[] row = codec.encode(draft.payload());
        return writer.submit(
                owner,
                statements -> condition.apply(statements)
                        ? rows.insert(statements, draft, row)
                        : new Insertion.Known(draft.answer()),
                (insertion, failure) -> settle(draft.payload(), insertion, failure));
    }

    /** A sender that repeats what was accepted gets the first answer, however many messages wait: else it would send it anew. */
    private CompletionStage<Acceptance> copyOrFull(OutboxKey key) {
        return writer.submit(owner, statements -> OutboxRows.answer(statements, key))
                .handle((answer, failure) -> failure == null && answer.isPresent()
                        ? new Acceptance.Duplicate(answer.getAsInt())
                        : new Acceptance.Full());
    }

    /** On the owner's loop, but with a failure. */
    private Acceptance settle(Payload payload, Insertion insertion, @Nullable Throwable failure) {
        if (failure != null) {
            room.release(payload);
            if (failure instanceof WriterFullException || StoreUnavailableException.isWhy(failure)) {
                return new Acceptance.Full();
            }
            throw new IllegalStateException("message could not be stored", failure);
        }
        return switch (insertion) {
            case Insertion.Written written -> {
                enter(written);
                yield new Acceptance.Stored(written.entry());
            }
            case Insertion.Known(int answer) -> {
                room.release(payload);
                yield new Acceptance.Duplicate(answer);
            }
            case Insertion.NoRoom() -> {
                room.release(payload);
                yield new Acceptance.Full();
            }
        };
    }

    /** It has its room. What is of a part that is not known yet to be this gateway's is found when it is. */
    private void enter(Insertion.Written written) {
        Entry entry = written.entry();
        if (written.handed()) {
            tenure.handedOver(entry);
        } else if (tenure.holds(entry.payload())) {
            due.add(entry);
        } else {
            room.release(entry.payload());
        }
    }

    @Override
    public List<Lease> lease(Direction direction, Instant now, int max) {
        lapsed = !tenure.isHeld(now);
        return lapsed
                ? List.of()
                : due.take(direction, now, max).stream().map(tenure::fenced).toList();
    }

    @Override
    public CompletionStage<Optional<Entry>> defer(Entry entry, Optional<Draft> report) {
        due.giveBack(entry);
        return writer.submit(owner, statements -> {
                    OutboxRows.progress(statements, entry);
                    return write(statements, report);
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        progressLost = true;
                        LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                                .setCause(failure)
                                .addKeyValue("callId", entry.payload().callId())
                                .log("the progress of a delivery was not written");
                    }
                })
                .thenApply(this::admit);
    }

    @Override
    public CompletionStage<Completion> complete(
            Entry entry, Ending ending, String reason, Instant now, Optional<Draft> report) {
        Instant keptOn = now.plus(limits.keepEnded());
        Instant forgetAt = keptOn.isAfter(entry.draft().keepUntil())
                ? keptOn
                : entry.draft().keepUntil();
        return writer.submit(owner, statements -> {
                    boolean ended = OutboxRows.end(statements, entry, ending, forgetAt);
                    if (ended && ending != Ending.DELIVERED && limits.maxDeadLetters() > 0) {
                        DeadLetter letter = DeadLetter.of(entry, ending, reason, now);
                        DeadLetterRows.insert(statements, letter, codec.encode(entry.payload()));
                    }
                    return new End(ended, ended ? write(statements, report) : Optional.empty());
                })
                .thenApply(end -> {
                    if (due.end(entry, ending)) {
                        room.release(entry.payload());
                    }
                    return new Completion(end.ended(), admit(end.report()));
                });
    }

    private record End(boolean ended, Optional<Insertion.Written> report) {}

    private Optional<Insertion.Written> write(Statements statements, Optional<Draft> report) throws SQLException {
        if (report.isEmpty()) {
            return Optional.empty();
        }
        return switch (rows.insert(
                statements, report.get(), codec.encode(report.get().payload()))) {
            case Insertion.Written written -> Optional.of(written);
            case Insertion.Known _ -> Optional.empty();
            case Insertion.NoRoom _ -> throw new SQLTransientException("another gateway is writing the same report");
        };
    }

    private Optional<Entry> admit(Optional<Insertion.Written> report) {
        report.ifPresent(written -> {
            room.take(written.entry().payload());
            enter(written);
        });
        return report.map(Insertion.Written::entry);
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
        return lapsed ? Optional.empty() : due.nextDue(direction);
    }

    @Override
    public int pending() {
        return room.messages();
    }

    @Override
    public boolean isJammed() {
        return writer.isDown() || writer.waiting() >= BatchWriter.DEFAULT_CAPACITY;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** As often as {@link #purge} counts them. Any thread. */
    public int dead() {
        return dead;
    }

    /** Whether it is this gateway that delivers the payload. On the owner's loop. */
    boolean holds(Payload payload) {
        return tenure.holds(payload);
    }

    @Override
    public CompletionStage<Integer> tend(Instant now) {
        return tenure.tend(now);
    }

    @Override
    public CompletionStage<Integer> gather() {
        return tenure.gather();
    }

    @Override
    public CompletionStage<Void> leave(boolean atPeace) {
        return tenure.leave(atPeace && !progressLost);
    }

    @Override
    public void purge(Instant now) {
        forgetDead(now);
        forget(now);
    }

    private void forgetDead(Instant now) {
        Instant before = now.minus(limits.keepDeadLetters());
        var _ = writer.submit(owner, statements -> DeadLetterRows.forget(statements, before, limits.maxDeadLetters()))
                .whenComplete((left, failure) -> {
                    if (failure == null) {
                        dead = left;
                    } else {
                        LOG.atDebug().setCause(failure).log("dead letters were not deleted");
                    }
                });
    }

    private void forget(Instant now) {
        var _ = writer.submit(owner, statements -> rows.forget(statements, now)).whenComplete((deleted, failure) -> {
            if (failure != null) {
                LOG.atWarn().setCause(failure).log("ended messages were not deleted");
            } else if (deleted == OutboxRows.FORGET_AT_ONCE) {
                forget(now);
            }
        });
    }
}
