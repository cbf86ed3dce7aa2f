package io.pigw.bench.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * What a server holds on to.
 *
 * @param heapBytes in use after a collection
 * @param files open, sockets too; 0 where the system does not tell
 * @param threads of the platform
 */
public record ServerFootprint(long heapBytes, long files, int threads) {

    /** What asks for it, and what its line begins with. */
    public static final String WORD = "footprint";

    private static final int WORDS = 3;

    /** Of this process; collects first, which stops it for some ten milliseconds. */
    public static ServerFootprint now() {
        System.gc(); // what is garbage is not held on to
        return new ServerFootprint(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                        ? unix.getOpenFileDescriptorCount()
                        : 0,
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    public String line() {
        return WORD + " " + heapBytes + " " + files + " " + threads;
    }

    /**
     * Of what follows {@link #WORD}.
     *
     * @throws IllegalArgumentException if that is no footprint
     */
    public static ServerFootprint parse(String rest) {
        String[] words = rest.strip().split(" ");
        if (words.length != WORDS) {
            throw new IllegalArgumentException("not a server's footprint: " + rest);
        }
        return new ServerFootprint(Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]));
    }
}
