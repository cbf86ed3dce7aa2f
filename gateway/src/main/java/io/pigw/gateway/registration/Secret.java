package io.pigw.gateway.registration;

import io.pigw.p2psip.Bytes;

/** What a challenge is answered with. */
public sealed interface Secret {

    /**
     * The password of the digest.
     *
     * @param bytes RES (RFC 3310 §3.3), which may hold any byte, or a password in UTF-8
     */
    record Password(Bytes bytes) implements Secret {}

    /**
     * The sequence number is to be synchronised (RFC 3310 §3.4).
     *
     * @param auts 14 bytes
     */
    record Resync(Bytes auts) implements Secret {}

    /** The challenge is not the home network's: it gets an empty response (TS 24.229 §5.1.1.5.3). */
    record NotGenuine() implements Secret {}

    /**
     * It cannot be answered.
     *
     * @param why for people, with what to do
     */
    record None(String why) implements Secret {}
}
