package io.pigw.enrollment.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A one-time token as its bearer holds it: 256 random bits in base64url. The store sees {@link #hash()} alone; with so
 * much entropy a plain hash is as good as a slow one.
 */
public final class TokenSecret {

    private static final int BYTES = 32;

    /** The longest text looked at, in characters. */
    private static final int MAX_LENGTH = 128;

    private final String text;

    private TokenSecret(String text) {
        this.text = text;
    }

    /** A new token. */
    public static TokenSecret draw(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new TokenSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** What a client presents. Anything is a token; whether it is a known one shows by its hash. */
    public static TokenSecret presented(String text) {
        return new TokenSecret(text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) : text);
    }

    /** The secret itself, for its bearer alone. */
    public String reveal() {
        return text;
    }

    /** SHA-256 in hexadecimal. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "TokenSecret[" + text.length() + "]";
    }
}
