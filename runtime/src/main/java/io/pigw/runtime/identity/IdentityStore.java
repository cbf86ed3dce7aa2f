package io.pigw.runtime.identity;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.List;

/** Where a node's identity is kept: files, perhaps with the key in a token. Blocks; one thread at a time. */
public interface IdentityStore {

    /**
     * The identity. Completes a {@link #replace} that was cut short.
     *
     * @throws IOException if it is not there, is malformed, or key and certificate do not belong together; the message names the
     *     file and never holds its content
     */
    NodeIdentity load() throws IOException;

    /** A new P-256 key pair in the same custody. Nothing refers to it before {@link #replace}. */
    KeyPair freshKey(SecureRandom random) throws IOException;

    /**
     * Puts the identity in the place of the one that is kept. However it is cut short, {@link #load} then gives the one or the
     * other, never a mixture.
     *
     * @param next with a key of {@link #freshKey}
     */
    void replace(NodeIdentity next) throws IOException;

    /** Files whose change may mean another identity. */
    List<Path> watched();
}
