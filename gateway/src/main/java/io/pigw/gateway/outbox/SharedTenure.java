package io.pigw.gateway.outbox;

import io.pigw.p2psip.message.Fence;
import io.pigw.runtime.store.BatchWriter;
import io.pigw.runtime.store.Members;
import io.pigw.runtime.store.Statements;
import io.pigw.runtime.store.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * What is this gateway's of an outbox that several share. The parts of a gateway that is gone are taken over; a gateway that comes gets its share
 * of those in which nothing waits. What this one has is its own for as long as it writes often enough ({@link Members#LEASE}). Nobody is taken
 * for gone before the database has been there for as long: after it was away, all have to come back first. On the owner's loop.
 */
final class SharedTenure implements Tenure {

    private static final Logger LOG = LoggerFactory.getLogger(SharedTenure.class);

    /** So much earlier than the database this gateway thinks that its lease is over. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    private final Members members;
    private final BatchWriter writer;
    private final Executor owner;
    private final PayloadCodec codec;
    private final Room room;
    private final DueIndex due;
    private final Map<Long, Payload> handedOver = new HashMap<>();
    private SortedMap<Integer, Long> held = Collections.emptySortedMap();
    private Instant heldUntil = Instant.EPOCH;

    /** Since when the database has been there at each look; null: it was not, at the last one. */
    private @Nullable Instant steadySince;

    private String pool = "";
    private boolean tending;

    SharedTenure(Members members, BatchWriter writer, Executor owner, PayloadCodec codec, Room room, DueIndex due) {
        this.members = members;
        this.writer = writer;
        this.owner = owner;
        this.codec = codec;
        this.room = room;
        this.due = due;
    }

    /** How much a look may conclude. */
    private enum Kind {
        /** It finds what an earlier process of this gateway had. */
        FIRST,
        /** After the database was away, others may be about to come back. */
        UNSTEADY,
        /** Who is not there is gone. */
        STEADY
    }

    /**
     * What a look after the parts came to.
     *
     * @param punctual whether it was as soon after the one before as it should be
     * @param taken new entries of this gateway's
     * @param stillPending of those that were handed over
     */
    private record Look(
            String pool, boolean punctual, SortedMap<Integer, Long> held, List<Entry> taken, Set<Long> stillPending) {}

    /** Takes what is to be this gateway's at its start. Blocks; before anything else, not on the loop. */
    void open(Instant now) {
        settle(
                writer.submit(Runnable::run, statements -> {
                            String known = PartRows.open(statements, codec);
                            return look(statements, known, Kind.FIRST, Set.of(), Set.of(), now);
                        })
                        .join(),
                Set.of(),
                now);
    }

    @Override
    public boolean holds(Payload payload) {
        return held.containsKey(Parts.of(payload));
    }

    /** Who has lost the database may be taken for gone before his lease is over. */
    @Override
    public boolean isHeld(Instant now) {
        return now.isBefore(writer.isAway() ? heldUntil.minus(Members.LEASE).plus(Members.SILENCE) : heldUntil);
    }

    @Override
    public Lease fenced(Lease lease) {
        int part = Parts.of(lease.entry().payload());
        Long epoch = held.get(part);
        return epoch == null ? lease : lease.under(new Fence(pool, part, epoch));
    }

    @Override
    public void handedOver(Entry entry) {
        handedOver.put(entry.id(), entry.payload());
    }

    @Override
    public CompletionStage<Integer> tend(Instant now) {
        if (tending) {
            return CompletableFuture.completedFuture(0);
        }
        tending = true;
        Set<Integer> known = Set.copyOf(held.keySet());
        Set<Long> waiting = Set.copyOf(handedOver.keySet());
        boolean steady = steadySince != null && !now.isBefore(steadySince.plus(Members.LEASE));
        Kind kind = steady ? Kind.STEADY : Kind.UNSTEADY;
        return writer.submit(owner, statements -> look(statements, pool, kind, known, waiting, now))
                .handle((look, failure) -> {
                    tending = false;
                    if (failure == null) {
                        return settle(look, waiting, now);
                    }
                    LOG.atLevel(StoreUnavailableException.isWhy(failure) ? Level.DEBUG : Level.WARN)
                            .setCause(failure)
                            .log("the parts of the shared outbox were not looked after");
                    steadySince = null;
                    return 0;
                });
    }

    private Look look(Statements statements, String name, Kind kind, Set<Integer> known, Set<Long> waiting, Instant now)
            throws SQLException {
        boolean punctual = members.isPunctual(statements);
        List<String> gone = kind == Kind.STEADY && punctual ? members.shutOutTheGone(statements) : List.of();
        List<String> alive = members.alive(statements);
        Set<Integer> left = new HashSet<>();
        if (kind == Kind.FIRST) {
            left.addAll(PartRows.of(statements, members.self()).keySet());
        }
        left.addAll(PartRows.takeOrphans(statements, members));
        Set<Integer> fresh =
                new HashSet<>(PartRows.of(statements, members.self()).keySet());
        fresh.removeAll(known);
        fresh.retainAll(PartRows.countUp(statements, fresh, members.self()));
        left.retainAll(fresh);
        List<Entry> taken = new ArrayList<>(take(statements, fresh, left, now));
        taken.addAll(PartRows.gather(statements, codec, members.self()));
        SortedMap<Integer, Long> mine = PartRows.of(statements, members.self());
        mine.keySet()
                .removeIf(
                        part -> !known.contains(part) && !fresh.contains(part)); // given since: the next look takes it
        mine.keySet().removeAll(PartRows.share(statements, members, alive, mine.keySet()));
        if (!gone.isEmpty() || !fresh.isEmpty()) {
            LOG.atInfo()
                    .addKeyValue("gateways", alive)
                    .addKeyValue("gone", gone)
                    .addKeyValue("parts", mine.size())
                    .addKeyValue("messages", taken.size())
                    .log("parts of the shared outbox are taken over");
        }
        return new Look(name, punctual, mine, taken, PartRows.stillPending(statements, waiting));
    }

    /** What was left may have been under way when its gateway ended. */
    private List<Entry> take(Statements statements, Set<Integer> fresh, Set<Integer> left, Instant now)
            throws SQLException {
        Set<Integer> inPeace = new HashSet<>(fresh);
        inPeace.removeAll(left);
        PartRows.Found found = PartRows.pending(statements, codec, inPeace);
        List<Entry> entries = new ArrayList<>(found.attempted());
        entries.addAll(found.handed());
        PartRows.Found doubtful = PartRows.pending(statements, codec, left);
        entries.addAll(Recovery.of(doubtful.attempted(), now));
        entries.addAll(doubtful.handed());
        return entries;
    }

    private int settle(Look look, Set<Long> waiting, Instant now) {
        pool = look.pool();
        held = look.held();
        heldUntil = now.plus(Members.LEASE).minus(MARGIN);
        steadySince = steadySince == null || !look.punctual() ? now : steadySince;
        waiting.forEach(id -> {
            Payload ended = look.stillPending().contains(id) ? null : handedOver.remove(id);
            if (ended != null) {
                room.release(ended);
            }
        });
        return admit(look.taken());
    }

    @Override
    public CompletionStage<Integer> gather() {
        return writer.submit(owner, statements -> PartRows.gather(statements, codec, members.self()))
                .handle((entries, failure) -> failure == null ? admit(entries) : 0);
    }

    /** What is of a part that is not known to be this gateway's is found again when it is. */
    private int admit(List<Entry> entries) {
        int admitted = 0;
        for (Entry entry : entries) {
            if (holds(entry.payload())) {
                if (handedOver.remove(entry.id()) == null) { // else it has its room, for it was accepted here
                    room.take(entry.payload());
                }
                due.add(entry);
                admitted++;
            }
        }
        return admitted;
    }

    @Override
    public CompletionStage<Void> leave(boolean atPeace) {
        heldUntil = Instant.EPOCH;
        return writer.submit(owner, statements -> {
                    PartRows.leave(statements, members.self(), atPeace);
                    members.leave(statements);
                    return true;
                })
                .thenAccept(_ -> {});
    }
}
