package io.pigw.p2psip.codec;

/**
 * The sizes beyond which a message is refused. Both ends of a connection should have the same.
 *
 * @param maxLineBytes the longest line of the head, without its CRLF
 * @param maxHeaders header lines, without the start line
 * @param maxHeadBytes the whole head with every CRLF and the empty line
 * @param maxBodyBytes the greatest {@code Content-Length}
 * @param maxEntries {@code Via} elements, {@code Route} entries, nodes of a {@code FetchAnswer}, nested pings
 */
public record Limits(int maxLineBytes, int maxHeaders, int maxHeadBytes, int maxBodyBytes, int maxEntries) {

    /** Line 4 KiB, 64 headers, head 32 KiB, body 64 KiB, 32 entries. */
    public static final Limits DEFAULTS = new Limits(4 * 1024, 64, 32 * 1024, 64 * 1024, 32);

    private static final int CEILING = 16 * 1024 * 1024;

    /** Each is at least 1 (a body may be 0) and at most 16 Mi. */
    public Limits {
        if (maxLineBytes < 1 || maxHeaders < 1 || maxHeadBytes < 1 || maxBodyBytes < 0 || maxEntries < 1) {
            throw new IllegalArgumentException("limits are 1 or more, that of the body 0 or more");
        }
        if (maxLineBytes > CEILING
                || maxHeaders > CEILING
                || maxHeadBytes > CEILING
                || maxBodyBytes > CEILING
                || maxEntries > CEILING) {
            throw new IllegalArgumentException("limits are at most " + CEILING);
        }
    }

    /** The same with another limit for the body, in bytes. */
    public Limits withMaxBodyBytes(int bytes) {
        return new Limits(maxLineBytes, maxHeaders, maxHeadBytes, bytes, maxEntries);
    }
}
