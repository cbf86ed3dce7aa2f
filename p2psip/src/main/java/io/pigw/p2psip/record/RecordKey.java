package io.pigw.p2psip.record;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import java.nio.ByteBuffer;

/** Which of the values of one kind at one resource (RFC 6940 §7.2). */
public sealed interface RecordKey {

    /** The only value. */
    static RecordKey single() {
        return new Single();
    }

    /** The entry of a node in a dictionary keyed by node IDs: 16 bytes, big-endian. */
    static RecordKey of(NodeId node) {
        return new Name(Bytes.copyOf(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(node.high())
                .putLong(node.low())
                .array()));
    }

    /** The model that such keys belong to. */
    default DataModel model() {
        return switch (this) {
            case Single _ -> DataModel.SINGLE_VALUE;
            case Index _ -> DataModel.ARRAY;
            case Name _ -> DataModel.DICTIONARY;
        };
    }

    /** Of a single value. */
    record Single() implements RecordKey {}

    /**
     * Of an element of an array.
     *
     * @param index 0 to 65535
     */
    record Index(int index) implements RecordKey {
        /** The greatest index. */
        public static final int MAX_INDEX = 65_535;

        /** Checks the range. */
        public Index {
            if (index < 0 || index > MAX_INDEX) {
                throw new IllegalArgumentException("an index is 0 to " + MAX_INDEX);
            }
        }
    }

    /**
     * Of an entry of a dictionary.
     *
     * @param bytes 1 to 64 bytes
     */
    record Name(Bytes bytes) implements RecordKey {
        /** The longest key, in bytes. */
        public static final int MAX_BYTES = 64;

        /** Checks the size. */
        public Name {
            if (bytes.isEmpty() || bytes.size() > MAX_BYTES) {
                throw new IllegalArgumentException("a key has 1 to " + MAX_BYTES + " bytes");
            }
        }
    }
}
