package io.pigw.gateway.outbox;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

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

    /** Of a message from IMS: RFC 3261 §8.2.2.2 tells requests apart by From tag, Call-ID and CSeq; the sender is added. */
    public static OutboxKey ofSip(String sender, String fromTag, String callId, long cseq) {
        return hash("sip", sender, fromTag, callId, Long.toString(cseq));
    }

    /** Of a message from a peer. */
    public static OutboxKey ofP2psip(NodeId originator, CallId callId) {
        return hash("p2psip", originator.toString(), callId.value());
    }

    /** Of the one notice that a message may cause. */
    public OutboxKey ofNotice() {
        return hash("notice", sha256.toHex());
    }

    private static OutboxKey hash(String... fields) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String field : fields) {
                byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            return new OutboxKey(Bytes.copyOf(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
