package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimException;
import io.pigw.gateway.isim.IsimIdentity;

/** Who registers, and how challenges are answered. Thread-safe. Both methods block: not on an event loop. */
public interface Credentials extends AutoCloseable {

    /**
     * Who registers.
     *
     * @throws IsimException if it cannot be read now
     */
    IsimIdentity identity() throws IsimException;

    /** What answers the challenge. */
    Secret secret(DigestChallenge challenge);

    @Override
    void close();
}
