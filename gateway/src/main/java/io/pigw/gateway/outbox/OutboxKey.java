package io.pigw.gateway.outbox;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What makes a message the same message when it comes again: a hash over length-prefixed fields, so that neither side can
 * make two messages look alike.
 *
 * @param sha256 32 bytes
 */
public record OutboxKey(Bytes sha256) {

    /** Length of the hash in bytes. */
    public static final int LENGTH = 32;

    /** Checks the length. */
    public OutboxKey {
        if (sha256.size() != LENGTH) {
            throw new IllegalArgumentException("an outbox key has " + LENGTH + " bytes");
        }
    }

    /**
     * Of a message from IMS: RFC 3261 §8.2.2.2 tells requests apart by From tag, Call-ID and CSeq. Sender, target and content are
     * added: whoever guesses the three and comes first must not make the real message look like a repetition of his own.
     */
    public static OutboxKey ofSip(
            String sender,
            String fromTag,
            String callId,
            long cseq,
            Party target,
            @Nullable String contentType,
            Bytes body) {
        return hash(
                "sip",
                sender,
                fromTag,
                callId,
                Long.toString(cseq),
                target.toString(),
                contentType == null ? "" : contentType,
                HexFormat.of().formatHex(sha256Digest().digest(body.toArray())));
    }

    /** Of a message from a peer. */
    public static OutboxKey ofP2psip(NodeId originator, CallId callId) {
        return hash("p2psip", originator.toString(), callId.value());
    }

    /** Of the one notice that a message may cause. */
    public OutboxKey ofNotice() {
        return hash("notice", sha256.toHex());
    }

    /**
     * Of the message when an operator sends it again.
     *
     * @param letter its number among the dead ones, another each time
     */
    OutboxKey ofResend(long letter) {
        return hash("resend", sha256.toHex(), Long.toString(letter));
    }

    /**
     * Of what the notice tells: who tells the same of the message tells it under the same key, and who comes to another end under
     * another.
     */
    public OutboxKey ofReport(Fate told) {
        return hash("report", sha256.toHex(), told.name());
    }

    private static OutboxKey hash(String... fields) {
        MessageDigest digest = sha256Digest();
        for (String field : fields) {
            byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
            digest.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
            digest.update(bytes);
        }
        return new OutboxKey(Bytes.copyOf(digest.digest()));
    }

    private static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
