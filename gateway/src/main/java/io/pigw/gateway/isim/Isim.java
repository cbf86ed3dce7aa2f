package io.pigw.gateway.isim;

/** An IMS subscriber identity module. Thread-safe. Every method blocks on a disk or a card: not on an event loop. */
public interface Isim extends AutoCloseable {

    /**
     * Who the gateway is.
     *
     * @throws IsimException if it cannot be read now
     */
    IsimIdentity identity() throws IsimException;

    /**
     * Checks the challenge and answers it. A challenge that was answered with {@link AkaResult.Success} is never answered so again,
     * not even after the process was killed.
     *
     * @throws IsimException if it cannot be answered now
     */
    AkaResult authenticate(AkaChallenge challenge) throws IsimException;

    @Override
    void close();
}
