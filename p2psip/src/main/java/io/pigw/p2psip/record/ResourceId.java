package io.pigw.p2psip.record;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.nio.ByteBuffer;

/**
 * What a record is stored under: the SHA-256 of the overlay's name and what the resource is named after. All of it counts, so
 * that two names never share a resource, however small the ring.
 *
 * @param hash 32 bytes
 */
public record ResourceId(Bytes hash) {

    /** Bytes of a hash. */
    public static final int SIZE = 32;

    /** Checks the size. */
    public ResourceId {
        if (hash.size() != SIZE) {
            throw new IllegalArgumentException("a resource ID has " + SIZE + " bytes");
        }
    }

    /** Its place in the ring: the first 16 bytes as a number, big-endian, modulo the ring's size. */
    public NodeId placeIn(Ring ring) {
        ByteBuffer bytes = ByteBuffer.wrap(hash.toArray());
        return ring.reduce(new NodeId(bytes.getLong(), bytes.getLong()));
    }

    /** The bytes in lower-case hexadecimal. */
    @Override
    public String toString() {
        return hash.toHex();
    }
}
