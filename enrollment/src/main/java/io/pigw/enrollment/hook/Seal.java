package io.pigw.enrollment.hook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves over plain HTTP that question and answer come from those who have the secret, which itself is not sent: HMAC (RFC 2104)
 * with SHA-256 over a nonce of the question and what is said. An answer is good for its question alone.
 *
 * @param key made of the secret
 */
record Seal(SecretKeySpec key) {

    /** Header of the question: 64 hexadecimal digits, others each time. */
    static final String NONCE = "Pigw-Nonce";

    /** Header of question and answer: 64 hexadecimal digits. */
    static final String MAC = "Pigw-Mac";

    /** The shortest secret, in characters: whoever has the port may try to guess it. */
    static final int MIN_SECRET = 32;

    private static final String ALGORITHM = "HmacSHA256";

    static Seal of(String secret) {
        return new Seal(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    /** Over {@code pigw-hook-question-1}, nonce and Idempotency-Key, each with a line feed, and the body. */
    String ofQuestion(String nonce, String idempotencyKey, byte[] body) {
        return over("pigw-hook-question-1\n" + nonce + "\n" + idempotencyKey + "\n", body);
    }

    /** Over {@code pigw-hook-answer-1}, nonce and status in decimal, each with a line feed, and the body. */
    String ofAnswer(String nonce, int status, byte[] body) {
        return over("pigw-hook-answer-1\n" + nonce + "\n" + status + "\n", body);
    }

    /** Whether the answer has the right one; in a time that does not depend on how wrong it is. */
    boolean isOn(String shown, String nonce, int status, byte[] body) {
        return MessageDigest.isEqual(
                shown.getBytes(StandardCharsets.UTF_8),
                ofAnswer(nonce, status, body).getBytes(StandardCharsets.UTF_8));
    }

    private String over(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(head.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }

    @Override
    public String toString() {
        return "Seal";
    }
}
