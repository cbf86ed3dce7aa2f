package io.pigw.enrollment.ca;

import io.pigw.runtime.identity.Pkcs11Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the issuing authorities' keys are. Both may be given: new keys are then made in the token, older ones are in files.
 *
 * @param password of the PKCS#12 files
 * @param token the token
 */
public record IssuingKeys(
        @Nullable Password password, @Nullable Pkcs11Config token) {

    /** For a new key. */
    Custody fresh() throws IOException {
        Pkcs11Config in = token;
        return in != null ? new Custody.Token(in) : encrypted();
    }

    /** For the key that is in this file, or else in the token. */
    Custody of(Path file) throws IOException {
        Pkcs11Config in = token;
        if (Files.exists(file)) {
            return encrypted();
        }
        if (in == null) {
            throw new IOException(file + ": there is no such file, and no ca.pkcs11 is configured");
        }
        return new Custody.Token(in);
    }

    private Custody encrypted() throws IOException {
        if (password == null) {
            throw new IOException(
                    "the authority's keys need a place: give ca.passwordFile (PKCS#12 files) or ca.pkcs11 (a token)");
        }
        return new Custody.Encrypted(password);
    }
}
