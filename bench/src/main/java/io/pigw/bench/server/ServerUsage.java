package io.pigw.bench.server;

/**
 * What a server of ours knows of itself.
 *
 * @param allocatedBytes on the heap since it started
 * @param collectionMillis spent by the collector since then
 * @param pending messages that it has taken and not finished
 */
public record ServerUsage(long allocatedBytes, long collectionMillis, int pending) {

    /** What its line begins with. */
    public static final String PREFIX = "usage:";

    /** Its line. */
    public String line() {
        return PREFIX + " " + allocatedBytes + " " + collectionMillis + " " + pending;
    }

    /**
     * Of what follows {@link #PREFIX}.
     *
     * @throws IllegalArgumentException if that is no usage
     */
    public static ServerUsage parse(String line) {
        String[] fields = line.strip().split(" ");
        if (fields.length != 3) {
            throw new IllegalArgumentException("not a server's usage: " + line);
        }
        return new ServerUsage(Long.parseLong(fields[0]), Long.parseLong(fields[1]), Integer.parseInt(fields[2]));
    }
}
