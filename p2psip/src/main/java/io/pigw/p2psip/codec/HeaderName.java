package io.pigw.p2psip.codec;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The headers that this release knows, found by name without regard to case and without a string being made. */
enum HeaderName {
    ARC("Arc"),
    ARRIVED("Arrived"),
    CALL_ID("Call-ID"),
    CHOSEN("Chosen"),
    CONTACT("Contact"),
    CONTENT_LENGTH("Content-Length"),
    CONTENT_TYPE("Content-Type"),
    CRL_NUMBER("CRL-Number"),
    CSEQ("CSeq"),
    CSP_ID("CSP-ID"),
    CSP_IP("CSP-IP"),
    CSP_PORT("CSP-Port"),
    DATE("Date"),
    DEST_ID("Dest-ID"),
    DEST_IP("Dest-IP"),
    DEST_PORT("Dest-Port"),
    EXPECTATIONS("Expectations"),
    EXPIRES("Expires"),
    FENCE("Fence"),
    FINGERS("Fingers", true),
    FROM("From"),
    GROUP("Group"),
    IDENTITY("Identity"),
    IDENTITY_INFO("Identity-Info"),
    IN_REPLY_TO("In-Reply-To"),
    ISSUER("Issuer"),
    KIND("Kind"),
    MAX_FORWARDS("Max-Forwards"),
    NODES("Nodes"),
    NONCE("Nonce"),
    NOTICE("Notice"),
    OPINIONS("Opinions"),
    OUTCOME("Outcome", true),
    PREDECESSORS("Predecessors", true),
    REPLICA("Replica"),
    REQUIRE("Require", true),
    RESOURCE("Resource"),
    RESULTS("Results"),
    RETRY_AFTER("Retry-After"),
    ROUTE("Route", true),
    ROUTE_INDEX("Route-Index"),
    ROUTE_NODES("Route-Nodes", true),
    ROUTES("Routes"),
    SUCCESSORS("Successors", true),
    TO("To"),
    TRANSACTION("Transaction"),
    USER("User"),
    VIA("Via", true);

    /** How many there are. */
    static final int COUNT = values().length;

    private static final int SLOTS = 256;
    private static final @Nullable HeaderName[] TABLE = table();

    private final String wire;
    private final boolean list;
    private final String folded;

    HeaderName(String wire) {
        this(wire, false);
    }

    HeaderName(String wire, boolean list) {
        this.wire = wire;
        this.list = list;
        this.folded = wire.toLowerCase(Locale.ROOT);
    }

    /** The one spelling that is written. */
    String wire() {
        return wire;
    }

    /** Its place in an array of {@link #COUNT}; it never leaves the process. */
    @SuppressWarnings("EnumOrdinal")
    int index() {
        return ordinal();
    }

    /** Whether several lines of it make one list. */
    boolean isList() {
        return list;
    }

    /** The header of the given name, null when this release does not know it. */
    static @Nullable HeaderName find(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + fold(bytes[i]);
        }
        for (int slot = slot(hash); ; slot = (slot + 1) % SLOTS) {
            HeaderName candidate = TABLE[slot];
            if (candidate == null || candidate.matches(bytes, from, to)) {
                return candidate;
            }
        }
    }

    private boolean matches(byte[] bytes, int from, int to) {
        if (to - from != folded.length()) {
            return false;
        }
        for (int i = 0; i < folded.length(); i++) {
            if (fold(bytes[from + i]) != folded.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static byte fold(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & (SLOTS - 1);
    }

    private static @Nullable HeaderName[] table() {
        @Nullable HeaderName[] table = new @Nullable HeaderName[SLOTS];
        for (HeaderName name : values()) {
            int hash = 0;
            for (int i = 0; i < name.folded.length(); i++) {
                hash = 31 * hash + name.folded.charAt(i);
            }
            int slot = slot(hash);
            while (table[slot] != null) {
                slot = (slot + 1) % SLOTS;
            }
            table[slot] = name;
        }
        return table;
    }
}
