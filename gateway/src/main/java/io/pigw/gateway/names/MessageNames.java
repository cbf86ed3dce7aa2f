package io.pigw.gateway.names;

import io.pigw.gateway.outbox.OutboxKey;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names messages by what makes them the same message, so that gateways with one secret give one message one name, and its recipient
 * knows the copy that came by another of them. HMAC-SHA-256 (RFC 2104) keyed with the secret, one label for each name: without the
 * secret nobody can guess a name (RFC 3261 §8.1.1.4, §19.3), nor tell which name on one side belongs to which on the other. Pure; any
 * thread.
 */
public final class MessageNames {

    /** Length of the secret in bytes. */
    public static final int SECRET_BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final String MAGIC_COOKIE = "z9hG4bK";
    private static final int LONG_BYTES = 16;
    private static final int SHORT_BYTES = 8;
    private static final int FINGERPRINT_BYTES = 4;

    private final SecretKeySpec secret;

    /**
     * @param secret {@value #SECRET_BYTES} bytes that nobody else knows
     */
    public MessageNames(Bytes secret) {
        if (secret.size() != SECRET_BYTES) {
            throw new IllegalArgumentException("the secret of names has " + SECRET_BYTES + " bytes");
        }
        this.secret = new SecretKeySpec(secret.toArray(), ALGORITHM);
    }

    /** On the overlay's side. */
    public CallId overlayCallId(OutboxKey message) {
        return new CallId(name("overlay call-id", message.sha256(), LONG_BYTES));
    }

    /** On the IMS side. */
    public SipNames sip(OutboxKey message) {
        Bytes key = message.sha256();
        return new SipNames(
                name("sip call-id", key, LONG_BYTES),
                name("sip from-tag", key, SHORT_BYTES),
                MAGIC_COOKIE + name("sip branch", key, SHORT_BYTES),
                name("imdn message-id", key, LONG_BYTES));
    }

    /** Tells secrets apart without telling them: eight hexadecimal digits. */
    public String fingerprint() {
        return name("fingerprint", Bytes.EMPTY, FINGERPRINT_BYTES);
    }

    /** No label is the beginning of another, for a zero byte ends it. */
    private String name(String label, Bytes of, int length) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            mac.update(label.getBytes(StandardCharsets.US_ASCII));
            mac.update((byte) 0);
            mac.update(of.toArray());
            return HexFormat.of().formatHex(mac.doFinal(), 0, length);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
