package io.pigw.gateway.outbox;

import io.pigw.p2psip.message.Fence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Into which part of a shared outbox a lane falls: all of a lane's messages are one gateway's to deliver, and keep their order. */
final class Parts {

    private Parts() {}

    /** A number that lanes rarely share. */
    static long number(Lane lane) {
        String text = lane.direction() + "\n" + lane.sender() + "\n" + lane.recipient() + "\n" + lane.notice();
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The part of a lane of that number, 0 to 63. */
    static int of(long number) {
        return (int) Math.floorMod(number, (long) Fence.PARTS);
    }

    /** The part of the payload's lane. */
    static int of(Payload payload) {
        return of(number(payload.lane()));
    }
}
