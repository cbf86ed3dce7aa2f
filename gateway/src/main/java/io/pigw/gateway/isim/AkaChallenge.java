package io.pigw.gateway.isim;

import io.pigw.p2psip.Bytes;

/**
 * A challenge of the home network (TS 33.102 §6.3.2).
 *
 * @param rand 16 bytes
 * @param autn 16 bytes: SQN ⊕ AK, AMF, MAC-A
 */
public record AkaChallenge(Bytes rand, Bytes autn) {

    /** The length of both together. */
    public static final int LENGTH = 32;

    private static final int HALF = 16;

    /** Checks the lengths. */
    public AkaChallenge {
        if (rand.size() != HALF || autn.size() != HALF) {
            throw new IllegalArgumentException("RAND and AUTN have 16 bytes each");
        }
    }
}
