package io.pigw.gateway.outbox;

import io.pigw.p2psip.codec.Limits;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Database;
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

/** The outbox in a Derby database: one row a message, written in batches by the database's one writer. */
public final class DerbyOutbox implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(DerbyOutbox.class);

    private final BatchWriter writer;
    private final Executor owner;
    private final OutboxLimits limits;
    private final PayloadCodec codec;
    private final Room room;
    private final AtomicLong lastId;
    private final DueIndex due = new DueIndex();

    private DerbyOutbox(Database database, Executor owner, OutboxLimits limits, PayloadCodec codec, long greatestId) {
        this.writer = database.writer();
        this.owner = owner;
        this.limits = limits;
        this.codec = codec;
        this.room = new Room(limits);
        this.lastId = new AtomicLong(greatestId);
    }

    /**
     * Opens the outbox and scans it for what has not ended. Blocks; not for a loop.
     *
     * @param database with the gateway's tables
     * @param owner the loop that everything but {@code accept} is called on
     * @throws IOException if the tables cannot be read, or hold a row that this release does not understand
     */
    public static DerbyOutbox open(Database database, Executor owner, OutboxLimits limits, Limits wireLimits)
            throws IOException {
        PayloadCodec codec = new PayloadCodec(wireLimits);
        try (Connection connection = database.connection()) {
            DerbyOutbox outbox = new DerbyOutbox(database, owner, limits, codec, OutboxRows.greatestId(connection));
            for (Entry entry : OutboxRows.pending(connection, codec)) {
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
        Payload payload = draft.payload();
        byte[] row = codec.encode(payload);
        if (!room.tryTake(payload)) {
            return CompletableFuture.completedFuture(new Acceptance.Full());
        }
        Entry entry = entry(draft);
        return writer.<Acceptance>submit(owner, statements -> {
                    var answer = OutboxRows.answer(statements, draft.key());
                    if (answer.isPresent()) {
                        return new Acceptance.Duplicate(answer.getAsInt());
                    }
                    OutboxRows.insert(statements, entry, row);
                    return new Acceptance.Stored(entry);
                })
                .handle((acceptance, failure) -> settle(payload, acceptance, failure));
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
        if (failure instanceof WriterFullException) {
            return new Acceptance.Full();
        }
        throw new IllegalStateException("message could not be stored", failure);
    }

    @Override
    public List<Entry> lease(Direction direction, Instant now, int max) {
        return due.take(direction, now, max);
    }

    @Override
    public void defer(Entry entry) {
        due.add(entry);
        var _ = writer.submit(owner, statements -> {
                    OutboxRows.progress(statements, entry);
                    return true;
                })
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.atWarn()
                                .setCause(failure)
                                .addKeyValue("callId", entry.payload().callId())
                                .log("the progress of a delivery was not written");
                    }
                });
    }

    @Override
    public CompletionStage<Completion> complete(Entry entry, Ending ending, Instant now, Optional<Draft> notice) {
        Instant keptOn = now.plus(limits.keepEnded());
        Instant forgetAt = keptOn.isAfter(entry.draft().keepUntil())
                ? keptOn
                : entry.draft().keepUntil();
        Optional<Entry> noticeEntry = notice.map(this::entry);
        Optional<byte[]> noticeRow = notice.map(draft -> codec.encode(draft.payload()));
        return writer.submit(owner, statements -> {
                    boolean ended = OutboxRows.end(statements, entry, ending, forgetAt);
                    if (!ended || noticeEntry.isEmpty()) {
                        return new Completion(ended, Optional.empty());
                    }
                    OutboxRows.insert(statements, noticeEntry.get(), noticeRow.orElseThrow());
                    return new Completion(true, noticeEntry);
                })
                .thenApply(completion -> {
                    room.release(entry.payload());
                    completion.notice().ifPresent(written -> {
                        room.take(written.payload());
                        due.add(written);
                    });
                    return completion;
                });
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
    public void purge(Instant now) {
        var _ = writer.submit(owner, statements -> OutboxRows.forget(statements, now))
                .whenComplete((deleted, failure) -> {
                    if (failure != null) {
                        LOG.atWarn().setCause(failure).log("ended messages were not deleted");
                    } else if (deleted == OutboxRows.FORGET_AT_ONCE) {
                        purge(now);
                    }
                });
    }

    private Entry entry(Draft draft) {
        return new Entry(lastId.incrementAndGet(), draft, Progress.start(draft.acceptedAt()));
    }
}
