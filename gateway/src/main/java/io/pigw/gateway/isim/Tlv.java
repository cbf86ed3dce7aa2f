package io.pigw.gateway.isim;

import java.util.Arrays;
import java.util.Optional;

/** BER-TLV as cards write it (ISO/IEC 7816-4 §5.2.2): tags of one or two bytes, lengths up to 65535. */
final class Tlv {

    private static final int MAX_OBJECTS = 64;

    private Tlv() {}

    /** The value of the first object with the tag, at this level; nothing if it is not there or the bytes are no TLV. */
    static Optional<byte[]> find(byte[] bytes, int tag) {
        int at = 0;
        for (int objects = 0; objects < MAX_OBJECTS && at < bytes.length; objects++) {
            int found = bytes[at++] & 0xff;
            if ((found & 0x1f) == 0x1f) {
                if (at >= bytes.length) {
                    return Optional.empty();
                }
                found = found << 8 | bytes[at++] & 0xff;
            }
            if (at >= bytes.length) {
                return Optional.empty();
            }
            int first = bytes[at++] & 0xff;
            int more = first > 0x80 ? first - 0x80 : 0;
            if (first == 0x80 || more > 2 || more > bytes.length - at) {
                return Optional.empty();
            }
            int length = more == 0 ? first : 0;
            for (; more > 0; more--) {
                length = length << 8 | bytes[at++] & 0xff;
            }
            if (length > bytes.length - at) {
                return Optional.empty();
            }
            if (found == tag) {
                return Optional.of(Arrays.copyOfRange(bytes, at, at + length));
            }
            at += length;
        }
        return Optional.empty();
    }
}
