package io.pigw.p2psip.signing;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes fields one after the other, each after its length in four bytes, big-endian, so that no two sequences of fields
 * give the same bytes. A field that is absent has the length 0xFFFFFFFF and nothing after it.
 */
final class CanonicalWriter {

    private static final int ABSENT = -1;
    private static final int NODE_ID_SIZE = 16;

    private ByteBuffer buffer = ByteBuffer.allocate(512);

    /** Begins with the domain tag and the overlay's name. */
    CanonicalWriter(String domainTag, String overlay) {
        text(domainTag).text(overlay);
    }

    CanonicalWriter text(@Nullable String text) {
        return text == null ? absent() : bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    CanonicalWriter bytes(Bytes bytes) {
        return bytes(bytes.toArray());
    }

    CanonicalWriter bytes(byte[] bytes) {
        room(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes);
        return this;
    }

    /** 16 bytes, big-endian, whatever the ring. */
    CanonicalWriter nodeId(NodeId id) {
        room(Integer.BYTES + NODE_ID_SIZE)
                .putInt(NODE_ID_SIZE)
                .putLong(id.high())
                .putLong(id.low());
        return this;
    }

    /** The ID, the host's text and the port, a field each. */
    CanonicalWriter contact(NodeContact contact) {
        return nodeId(contact.id())
                .text(contact.address().host())
                .number(contact.address().port());
    }

    /** 8 bytes, big-endian. */
    CanonicalWriter number(long value) {
        room(Integer.BYTES + Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    CanonicalWriter absent() {
        room(Integer.BYTES).putInt(ABSENT);
        return this;
    }

    Bytes toBytes() {
        return Bytes.copyOf(Arrays.copyOf(buffer.array(), buffer.position()));
    }

    private ByteBuffer room(int size) {
        if (buffer.remaining() < size) {
            int capacity = Math.max(2 * buffer.capacity(), buffer.position() + size);
            buffer = ByteBuffer.allocate(capacity).put(buffer.flip());
        }
        return buffer;
    }
}
