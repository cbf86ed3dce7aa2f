package io.pigw.sos;

import io.pigw.overlay.sos.Changes;
import io.pigw.overlay.sos.EvidenceStore;
import io.pigw.overlay.sos.LinkRecord;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.store.Standby;
import io.pigw.runtime.store.StoreException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The evidence that another server stores. It is read on one thread, so what is read later is no older. */
final class FollowedEvidence implements EvidenceStore {

    /** Links that are taken up at a time. */
    static final int PAGE = 2_000;

    private final Standby standby;
    private final Executor thread;
    private volatile EvidenceRows.Cursor known = new EvidenceRows.Cursor(0, 0);

    /** @param thread one that may block; may reject */
    FollowedEvidence(Standby standby, Executor thread) {
        this.standby = standby;
        this.thread = thread;
    }

    /** What is needed to read on from here. */
    EvidenceRows.Cursor known() {
        return known;
    }

    /** Without votes: they count for who takes reports. */
    @Override
    public Remembered load(int maxLinks, Instant votesFrom, int maxVotes) {
        try {
            return standby.read(statements -> {
                known = EvidenceRows.end(statements);
                return new Remembered(
                        EvidenceRows.latest(statements, maxLinks), List.of(), EvidenceRows.sentences(statements));
            });
        } catch (SQLException unreadable) {
            throw new StoreException("the evidence cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    /** What has changed since, at most {@value #PAGE} of each. Blocks; on the thread. */
    Remembered next() throws SQLException {
        EvidenceRows.Changed changed = standby.read(statements -> EvidenceRows.after(statements, known, PAGE));
        known = changed.upTo();
        return new Remembered(changed.links(), List.of(), changed.sentences());
    }

    @Override
    public CompletableFuture<List<LinkRecord>> read(Collection<NodeId> subjects, Executor completesOn) {
        List<NodeId> asked = List.copyOf(subjects);
        CompletableFuture<List<LinkRecord>> read = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    List<LinkRecord> found =
                            new ArrayList<>(standby.read(statements -> EvidenceRows.of(statements, asked)));
                    completesOn.execute(() -> read.complete(found));
                } catch (SQLException | RuntimeException failed) {
                    completesOn.execute(() -> read.completeExceptionally(failed));
                }
            });
        } catch (RejectedExecutionException closing) {
            read.completeExceptionally(closing);
        }
        return read;
    }

    @Override
    public CompletableFuture<Changes> save(Changes changes, Executor completesOn) {
        return CompletableFuture.failedFuture(new StoreException("another opinion server stores the evidence"));
    }
}
