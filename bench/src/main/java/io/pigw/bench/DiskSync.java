package io.pigw.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** How long a disk takes to have a page for certain: what durable acceptance waits for, and what differs most between machines. */
public final class DiskSync {

    private static final int PAGE_BYTES = 4_096;
    private static final int WRITES = 64;
    private static final double NANOS_PER_MILLI = 1e6;

    private DiskSync() {}

    /** The median, in milliseconds, of some forced writes in that folder. Blocks. */
    public static double medianMillis(Path directory) throws IOException {
        Path file = directory.resolve("sync");
        List<Double> millis = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (int i = 0; i < WRITES; i++) {
                ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
                while (page.hasRemaining()) {
                    channel.write(page);
                }
                long before = System.nanoTime();
                channel.force(false);
                millis.add((System.nanoTime() - before) / NANOS_PER_MILLI);
            }
        }
        Files.delete(file);
        return Medians.of(millis);
    }
}
