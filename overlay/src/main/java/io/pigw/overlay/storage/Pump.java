package io.pigw.overlay.storage;

import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.record.ResourceId;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes up resources one after the other: some at the same time, none twice at the same time. What failed waits until it is
 * taken up again. On its node's thread.
 */
final class Pump {

    /** Resources that are worked on at the same time. */
    static final int MAX_UNDER_WAY = 8;

    /** Resources that are taken up in a row: what else the thread has to do comes between. */
    static final int MAX_IN_A_ROW = 256;

    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Consumer<ResourceId> work;
    private final Runnable idle;
    private final Scheduler scheduler;
    private final SequencedSet<ResourceId> due = new LinkedHashSet<>();
    private final SequencedSet<ResourceId> failed = new LinkedHashSet<>();
    private final Set<ResourceId> underWay = new HashSet<>();
    private boolean running;
    private boolean paused;

    /**
     * One with nothing to do.
     *
     * @param work begins; {@link #done} is called for each when it has ended, perhaps at once
     * @param idle runs when nothing is due and nothing under way
     */
    Pump(Scheduler scheduler, Consumer<ResourceId> work, Runnable idle) {
        this.scheduler = scheduler;
        this.work = work;
        this.idle = idle;
    }

    void add(Collection<ResourceId> resources) {
        resources.forEach(failed::remove);
        due.addAll(resources);
        run();
    }

    void done(ResourceId resource, boolean ok) {
        underWay.remove(resource);
        if (!ok && !due.contains(resource)) {
            failed.add(resource);
        }
        run();
    }

    boolean hasFailed() {
        return !failed.isEmpty();
    }

    void retryFailed() {
        due.addAll(failed);
        failed.clear();
        run();
    }

    /** Forgets what is due; what is under way ends. */
    void clear() {
        due.clear();
        failed.clear();
    }

    private void run() {
        if (running || paused) {
            return;
        }
        running = true;
        int taken = 0;
        for (Optional<ResourceId> next = ready(); next.isPresent() && taken < MAX_IN_A_ROW; next = ready()) {
            due.remove(next.get());
            underWay.add(next.get());
            work.accept(next.get());
            taken++;
        }
        running = false;
        if (ready().isPresent()) {
            paused = true;
            Scheduler.Cancellable _ = scheduler.schedule(PAUSE, () -> {
                paused = false;
                run();
            });
        } else if (due.isEmpty() && underWay.isEmpty()) {
            idle.run();
        }
    }

    private Optional<ResourceId> ready() {
        return underWay.size() < MAX_UNDER_WAY
                ? due.stream().filter(resource -> !underWay.contains(resource)).findFirst()
                : Optional.empty();
    }
}
