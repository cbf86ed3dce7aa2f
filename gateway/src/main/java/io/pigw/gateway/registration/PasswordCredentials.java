package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.p2psip.Bytes;
import io.pigw.runtime.secret.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** SIP digest with a password (TS 33.203 Annex N), for cores without AKA. */
public final class PasswordCredentials implements Credentials {

    private final IsimIdentity identity;
    private final Path file;

    private PasswordCredentials(IsimIdentity identity, Path file) {
        this.identity = identity;
        this.file = file;
    }

    /**
     * The password is the first line of the file, which is read at each challenge.
     *
     * @throws IOException if it cannot be read now, or others can read it
     */
    public static PasswordCredentials open(IsimIdentity identity, Path file) throws IOException {
        SecretFile.readLine(file);
        return new PasswordCredentials(identity, file);
    }

    @Override
    public IsimIdentity identity() {
        return identity;
    }

    @Override
    public Secret secret(DigestChallenge challenge) {
        Optional<DigestAlgorithm> algorithm = DigestAlgorithm.of(challenge.algorithm());
        if (algorithm.isEmpty() || algorithm.get() == DigestAlgorithm.AKA_V1_MD5) {
            return new Secret.None("the core challenges with " + challenge.algorithm()
                    + ", and a password answers MD5 and SHA-256: configure an ISIM (sip.registration.soft or .card)");
        }
        try {
            return new Secret.Password(Bytes.utf8(SecretFile.readLine(file)));
        } catch (IOException e) {
            return new Secret.None(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
