package io.pigw.p2psip;

import java.util.List;
import java.util.Optional;

/**
 * Versions of P2PSIP and how they meet. A version is agreed on once a connection, by ALPN (RFC 7301); the newest that both
 * ends speak wins.
 *
 * <p>Release N talks to release N-1. Within a version that holds because unknown headers are ignored, an unknown type of
 * request is answered 501 and what must be understood is named by {@code Require} and else answered 420. A change that
 * this does not cover is a new version: the release that brings it speaks the one before it too, and the next release may
 * drop that.
 */
public final class ProtocolVersion {

    /** The version of the start lines that bear one (the paper, Figures 11 and 12). */
    public static final String START_LINE = "P2PSIP/2.0";

    /** The ALPN name of the newest version that this release speaks. */
    public static final String ALPN = "p2psip/2";

    private static final List<String> SPOKEN = List.of(ALPN);

    private ProtocolVersion() {}

    /** The ALPN names that this release offers, newest first: its own version and, once there is one, the version before. */
    public static List<String> offers() {
        return SPOKEN;
    }

    /** The newest version that both ends speak, by its ALPN name; empty when there is none: the connection is refused. */
    public static Optional<String> agreeOn(List<String> offeredByPeer) {
        return agreeOn(SPOKEN, offeredByPeer);
    }

    static Optional<String> agreeOn(List<String> spokenNewestFirst, List<String> offeredByPeer) {
        return spokenNewestFirst.stream().filter(offeredByPeer::contains).findFirst();
    }
}
