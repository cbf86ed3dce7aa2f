package io.pigw.simulation.network;

import io.pigw.p2psip.NodeId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A digest of everything that was delivered: when, from whom, to whom, which bytes. */
final class Trace {

    private final MessageDigest digest;
    private final ByteBuffer head = ByteBuffer.allocate(5 * Long.BYTES);

    Trace() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void delivered(long timeNanos, NodeId from, NodeId to, byte[] message) {
        head.clear();
        head.putLong(timeNanos)
                .putLong(from.high())
                .putLong(from.low())
                .putLong(to.high())
                .putLong(to.low());
        digest.update(head.array());
        digest.update(message);
    }

    /** Of all up to now; later deliveries go on from here. */
    String hash() {
        try {
            MessageDigest upToNow = (MessageDigest) digest.clone();
            return HexFormat.of().formatHex(upToNow.digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's SHA-256 can be cloned", e);
        }
    }
}
