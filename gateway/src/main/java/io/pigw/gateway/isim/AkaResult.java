package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;

/** What an ISIM says to a challenge (TS 33.102 §6.3.3). */
public sealed interface AkaResult {

    /**
     * The network is genuine and the challenge fresh.
     *
     * @param res 4 to 16 bytes
     * @param ck 16 bytes
     * @param ik 16 bytes
     */
    record Success(Bytes res, Bytes ck, Bytes ik) implements AkaResult {}

    /**
     * The network is genuine, but its sequence number is not fresh (TS 33.102 §6.3.5).
     *
     * @param auts 14 bytes, with which the network synchronises
     */
    record SyncFailure(Bytes auts) implements AkaResult {}

    /** The challenge does not come from the home network, or the keys differ. */
    record MacFailure() implements AkaResult {}
}
