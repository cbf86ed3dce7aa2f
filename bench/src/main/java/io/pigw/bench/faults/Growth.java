package io.pigw.bench.faults;

import io.pigw.bench.server.ServerFootprint;

/**
 * By how much a process came to hold on to more.
 *
 * @param process its name
 * @param before the medians of the third quarter of the time
 * @param after the medians of the last quarter
 */
public record Growth(String process, ServerFootprint before, ServerFootprint after) {

    private static final double HEAP = 1.10;
    private static final long HEAP_BYTES = 2 << 20;
    private static final long FILES = 8;
    private static final int THREADS = 2;

    /** Whether heap, files and threads stayed as they were: no more than a tenth and 2 MiB, 8 files or 2 threads more. */
    public boolean isFlat() {
        return after.heapBytes() <= before.heapBytes() * HEAP + HEAP_BYTES
                && after.files() <= before.files() + FILES
                && after.threads() <= before.threads() + THREADS;
    }
}
