package io.pigw.runtime.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a database's disk has more room than is kept free for what must still be written: how deliveries end, what senders are told.
 * It looks four times a second at most. Any thread; a look costs some microseconds.
 */
final class DiskRoom {

    /** How the room is found out. */
    @FunctionalInterface
    interface Gauge {
        /** In bytes, for who is not root. */
        long usable() throws IOException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(DiskRoom.class);
    private static final long LOOK_EVERY_NANOS = Duration.ofMillis(250).toNanos();
    private static final long MEBI = 1 << 20;

    private final String name;
    private final long keepFree;
    private final Gauge gauge;
    private final LongSupplier nanoClock;
    private long lookedAt;
    private boolean low;

    /**
     * What it looks at.
     *
     * @param name in the log
     * @param keepFree in bytes; 0: it is never low
     */
    DiskRoom(String name, long keepFree, Gauge gauge, LongSupplier nanoClock) {
        this.name = name;
        this.keepFree = keepFree;
        this.gauge = gauge;
        this.nanoClock = nanoClock;
        this.lookedAt = nanoClock.getAsLong() - LOOK_EVERY_NANOS;
    }

    /** Of the disk with that folder. */
    static DiskRoom of(Path folder, int keepFreeMebibytes) {
        return new DiskRoom(
                folder.toString(),
                keepFreeMebibytes * MEBI,
                () -> Files.getFileStore(folder).getUsableSpace(),
                System::nanoTime);
    }

    /** Of a database whose server looks after its own disk. */
    static DiskRoom unknown() {
        return new DiskRoom("", 0, () -> Long.MAX_VALUE, () -> 0);
    }

    /** Whether there is less than is kept free. */
    synchronized boolean isLow() {
        long now = nanoClock.getAsLong();
        if (keepFree > 0 && now - lookedAt >= LOOK_EVERY_NANOS) {
            lookedAt = now;
            look();
        }
        return low;
    }

    private void look() {
        long usable;
        try {
            usable = gauge.usable();
        } catch (IOException unknown) {
            return; // the database itself will tell
        }
        boolean isLow = usable < keepFree;
        if (isLow && !low) {
            LOG.atWarn()
                    .addKeyValue("store", name)
                    .addKeyValue("freeMebibytes", usable / MEBI)
                    .addKeyValue("keptMebibytes", keepFree / MEBI)
                    .log(
                            "The disk is nearly full: no new messages are taken until there is room; make some, or lower store.keepFree");
        } else if (!isLow && low) {
            LOG.atInfo().addKeyValue("store", name).log("The disk has room again: messages are taken");
        }
        low = isLow;
    }
}
