package io.pigw.runtime.identity;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A key in a PKCS#11 token: a smart card, an HSM.
 *
 * @param library the module's shared library, such as {@code /usr/lib/softhsm/libsofthsm2.so}
 * @param token the token's label; or else
 * @param slot the slot's number
 * @param alias the key's label; keys that take its place are labelled {@code ALIAS/…}
 * @param pinFile its first line is the user PIN; readable by its owner alone
 */
public record Pkcs11Config(
        Path library, @Nullable String token, @Nullable Long slot, String alias, Path pinFile) {

    private static final int MAX_LABEL = 32;
    private static final int MAX_ALIAS = 64;

    /** Checks that exactly one of token and slot is given, and the lengths. */
    public Pkcs11Config {
        if ((token == null) == (slot == null)) {
            throw new IllegalArgumentException("pkcs11 takes either token (its label) or slot (a number)");
        }
        if (token != null && (token.isBlank() || token.length() > MAX_LABEL)) {
            throw new IllegalArgumentException("pkcs11.token has 1 to 32 characters");
        }
        if (slot != null && slot < 0) {
            throw new IllegalArgumentException("pkcs11.slot is 0 or more");
        }
        if (alias.isBlank() || alias.length() > MAX_ALIAS || alias.indexOf('/') >= 0) {
            throw new IllegalArgumentException("pkcs11.alias has 1 to 64 characters and no slash");
        }
        if (library.toString().chars().anyMatch(c -> c < ' ' || c == '"')) {
            throw new IllegalArgumentException("pkcs11.library is no path");
        }
    }

    /** The same with another alias. */
    public Pkcs11Config withAlias(String other) {
        return new Pkcs11Config(library, token, slot, other, pinFile);
    }

    @Override
    public String toString() {
        return "pkcs11:" + (token == null ? "slot-id=" + slot : "token=" + token) + ";object=" + alias;
    }
}
