package io.pigw.gateway.outbox;

import io.pigw.p2psip.codec.Limits;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Database;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreUnavailableException;
import io.pigw.runtime.store.Write;
import io.pigw.runtime.store.WriterFullException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** The outbox in a database: one row a message, written in batches by the database's one writer. */
public final class DatabaseOutbox implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOutbox.class);

    private final Database database;
    private final BatchWriter writer;
    private final Executor owner;
    private final OutboxLimits limits;
    private final PayloadCodec codec;
    private final Room room;
    private final AtomicLong lastId;
    private final DueIndex due;
    private final DeadLetters deadLetters;
    private volatile int dead;

    private DatabaseOutbox(
            Database database, Executor owner, OutboxLimits limits, PayloadCodec codec, long greatestId) {
        this.database = database;
        this.writer = database.writer();
        this.owner = owner;
        this.limits = limits;
        this.codec = codec;
        this.room = new Room(limits);
        this.due = new DueIndex(limits.share());
        this.lastId = new AtomicLong(greatestId);
        this.deadLetters = new DatabaseDeadLetters(writer, owner, codec, this::readmit);
    }

    /**
     * Opens the outbox and scans it for what has not ended. Blocks; not for a loop.
     *
     * @param database with the gateway's tables
     * @param owner the loop that everything but {@code accept} is called on
     * @param now by the clock that the entries' times are of
     * @throws IOException if the tables cannot be read, or hold a row that this release does not understand
     */
    public static DatabaseOutbox open(
            Database database, Executor owner, OutboxLimits limits, Limits wireLimits, Instant now) throws IOException {
        PayloadCodec codec = new PayloadCodec(wireLimits);
        try (Connection connection = database.connection()) {
            DatabaseOutbox outbox =
                    new DatabaseOutbox(database, owner, limits, codec, OutboxRows.greatestId(connection));
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
                ? store(entry(draft), _ -> true)
                : copyOrFull(draft.key());
    }

    private CompletionStage<Acceptance> readmit(Draft draft, long letter) {
        return !database.isDiskLow() && room.tryTake(draft.payload())
                ? store(entry(draft), statements -> DeadLetterRows.delete(statements, letter))
                : CompletableFuture.completedFuture(new Acceptance.Full());
    }

    /** @param condition in the same transaction: if it is false, the entry is not stored, as a copy of it would not be */
    private CompletionStage<Acceptance> store(Entry entry, Write<Boolean> condition) {
        byte[] row = codec.encode(entry.payload());
        return writer.<Acceptance>submit(owner, statements -> {
                    if (!condition.apply(statements)) {
                        return new Acceptance.Duplicate(entry.draft().answer());
                    }
                    var answer = OutboxRows.answer(statements, entry.draft().key());
                    if (answer.isPresent()) {
                        return new Acceptance.Duplicate(answer.getAsInt());
                    }
                    OutboxRows.insert(statements, entry, row);
                    return new Acceptance.Stored(entry);
                })
                .handle((acceptance, failure) -> settle(entry.payload(), acceptance, failure));
    }

    /** A sender that repeats what was accepted gets the first answer, however many messages wait: else it would send it anew. */
    private CompletionStage<Acceptance> copyOrFull(OutboxKey key) {
        return writer.submit(owner, statements -> OutboxRows.answer(statements, key))
                .handle((answer, failure) -> failure == null && answer.isPresent()
                        ? new Acceptance.Duplicate(answer.getAsInt())
                        : new Acceptance.Full());
    }

    private Acceptance settle(Payload payload, Acceptance acceptance, Throwable failure) {
        if (acceptance instanceof Acceptance.Stored stored) {
            due.add(stored.entry());
            return acceptance;
        }
        room.release(payload);
        if (failure == null) {
            return acceptance;
        }
        if (failure instanceof WriterFullException || StoreUnavailableException.isWhy(failure)) {
            return new Acceptance.Full();
        }
        throw new IllegalStateException("message could not be stored", failure);
    }

    @Override
    public List<Lease> lease(Direction direction, Instant now, int max) {
        return due.take(direction, now, max);
    }

    @Override
    public CompletionStage<Optional<Entry>> defer(Entry entry, Optional<Draft> report) {
        due.giveBack(entry);
        Optional<Entry> written = report.map(this::entry);
        return writer.submit(owner, statements -> {
                    OutboxRows.progress(statements, entry);
                    return write(statements, written);
                })
                .whenComplete((added, failure) -> {
                    if (failure == null) {
                        added.ifPresent(this::admit);
                    } else {
                        LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                                .setCause(failure)
                                .addKeyValue("callId", entry.payload().callId())
                                .log("the progress of a delivery was not written");
                    }
                });
    }

    @Override
    public CompletionStage<Completion> complete(
            Entry entry, Ending ending, String reason, Instant now, Optional<Draft> report) {
        Instant keptOn = now.plus(limits.keepEnded());
        Instant forgetAt = keptOn.isAfter(entry.draft().keepUntil())
                ? keptOn
                : entry.draft().keepUntil();
        Optional<Entry> written = report.map(this::entry);
        return writer.submit(owner, statements -> {
                    boolean ended = OutboxRows.end(statements, entry, ending, forgetAt);
                    if (ended && ending != Ending.DELIVERED && limits.maxDeadLetters() > 0) {
                        DeadLetter letter = DeadLetter.of(entry, ending, reason, now);
                        DeadLetterRows.insert(statements, letter, codec.encode(entry.payload()));
                    }
                    return new Completion(ended, ended ? write(statements, written) : Optional.empty());
                })
                .thenApply(completion -> {
                    if (due.end(entry, ending)) {
                        room.release(entry.payload());
                    }
                    completion.report().ifPresent(this::admit);
                    return completion;
                });
    }

    private Optional<Entry> write(Statements statements, Optional<Entry> report) throws SQLException {
        if (report.isEmpty()
                || OutboxRows.answer(statements, report.get().draft().key()).isPresent()) {
            return Optional.empty();
        }
        OutboxRows.insert(statements, report.get(), codec.encode(report.get().payload()));
        return report;
    }

    private void admit(Entry report) {
        room.take(report.payload());
        due.add(report);
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
        var _ = writer.submit(owner, statements -> OutboxRows.forget(statements, now))
                .whenComplete((deleted, failure) -> {
                    if (failure != null) {
                        LOG.atWarn().setCause(failure).log("ended messages were not deleted");
                    } else if (deleted == OutboxRows.FORGET_AT_ONCE) {
                        forget(now);
                    }
                });
    }

    private Entry entry(Draft draft) {
        return new Entry(lastId.incrementAndGet(), draft, Progress.start(draft.acceptedAt()));
    }
}
