package io.pigw.simulation.keys;

import io.pigw.p2psip.Bytes;
import java.util.random.RandomGenerator;

/** How simulated nodes sign. Deterministic: one key and one content have one signature. */
public interface SignatureScheme {

    /** A new key. */
    Key generate(RandomGenerator random);

    /** Whether the signature over the content was made with the key that belongs to this public key. */
    boolean verify(Bytes publicKey, Bytes content, Bytes signature);

    /** A private key. */
    interface Key {

        /** Its public half. */
        Bytes publicKey();

        /** Signs. */
        Bytes sign(Bytes content);
    }
}
