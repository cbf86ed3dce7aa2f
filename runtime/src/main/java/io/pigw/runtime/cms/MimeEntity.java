package io.pigw.runtime.cms;

import io.pigw.p2psip.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What is within an encrypted body: its true type and its bytes (RFC 8551 §3.1).
 *
 * @param contentType 1 to 255 printable ASCII characters
 * @param body untouched
 */
public record MimeEntity(String contentType, Bytes body) {

    private static final int MAX_HEAD_BYTES = 4_096;
    private static final int MAX_CONTENT_TYPE_LENGTH = 255;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    /** Checks the type. */
    public MimeEntity {
        boolean isPrintable = contentType.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!isPrintable || contentType.isBlank() || contentType.length() > MAX_CONTENT_TYPE_LENGTH) {
            throw new IllegalArgumentException("Content-Type must be 1 to 255 printable ASCII characters");
        }
    }

    /** With a head that names the type, and the body as it is. */
    Bytes toBytes() {
        byte[] head = ("Content-Type: " + contentType + "\r\nContent-Transfer-Encoding: binary\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(head, head.length + body.size());
        System.arraycopy(body.toArray(), 0, all, head.length, body.size());
        return Bytes.copyOf(all);
    }

    /**
     * Reads one. Of the head the type and the transfer encoding count, base64 or none; a line that goes on, one that stands twice and
     * everything else that two readers could read in two ways makes it none.
     */
    static Optional<MimeEntity> parse(byte[] bytes) {
        int end = endOfHead(bytes);
        if (end < 0) {
            return Optional.empty();
        }
        String type = "";
        String encoding = "binary";
        Set<String> seen = new HashSet<>();
        for (String line : new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            int colon = line.indexOf(':');
            String name = colon <= 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            if (name.isBlank() || !name.equals(name.strip()) || !seen.add(name)) {
                return Optional.empty();
            }
            String value = line.substring(colon + 1).strip();
            switch (name) {
                case "content-type" -> type = value;
                case "content-transfer-encoding" -> encoding = value.toLowerCase(Locale.ROOT);
                default -> {}
            }
        }
        byte[] body = Arrays.copyOfRange(bytes, end + END_OF_HEAD.length, bytes.length);
        try {
            return switch (encoding) {
                case "7bit", "8bit", "binary" -> Optional.of(new MimeEntity(type, Bytes.copyOf(body)));
                case "base64" ->
                    Optional.of(new MimeEntity(
                            type, Bytes.copyOf(Base64.getMimeDecoder().decode(body))));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    private static int endOfHead(byte[] bytes) {
        int last = Math.min(bytes.length, MAX_HEAD_BYTES) - END_OF_HEAD.length;
        for (int i = 0; i <= last; i++) {
            if (Arrays.equals(bytes, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i;
            }
        }
        return -1;
    }
}
