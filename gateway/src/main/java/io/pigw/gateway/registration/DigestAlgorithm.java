package io.pigw.gateway.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The digest algorithms that are answered. */
public enum DigestAlgorithm {
    /** Digest AKA (RFC 3310). */
    AKA_V1_MD5("AKAv1-MD5", "MD5"),
    /** RFC 2617, SIP digest of TS 33.203 Annex N. */
    MD5("MD5", "MD5"),
    /** RFC 8760. */
    SHA_256("SHA-256", "SHA-256");

    private final String token;
    private final String hash;

    DigestAlgorithm(String token, String hash) {
        this.token = token;
        this.hash = hash;
    }

    /** As it stands in headers. */
    String token() {
        return token;
    }

    static Optional<DigestAlgorithm> of(String token) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.token.equalsIgnoreCase(token))
                .findFirst();
    }

    /** H of RFC 2617 §3.2.1, in lower-case hexadecimal, of the concatenated parts. */
    String hash(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance(hash);
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has " + hash, impossible);
        }
    }

    String hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }
}
