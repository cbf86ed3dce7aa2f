package io.pigw.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * The MESSAGE of a socket's users; branch, From tag, Call-ID and body hold the message's number, so that no two are alike. Each user has a name and a
 * target: in between, messages keep their order, so a load of few users would measure that alone.
 */
final class MessageTemplate {

    /** What a branch begins with (RFC 3261 §8.1.1.7), the number follows. */
    static final String BRANCH = "z9hG4bKpigw";

    /** Hexadecimal digits of a number. */
    static final int DIGITS = NumberedText.DIGITS;

    /** Users are numbered with so many decimal digits. */
    static final int USER_DIGITS = 3;

    /** Targets are node IDs of so many. */
    static final int TARGET_DIGITS = 4;

    private static final String HOLE = "#".repeat(DIGITS);
    private static final String USER_HOLE = "%".repeat(USER_DIGITS);
    private static final String TARGET_HOLE = "&".repeat(TARGET_DIGITS);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int[] holes;
    private final int[] userHoles;
    private final int[] targetHoles;

    private MessageTemplate(byte[] bytes, int[] holes, int[] userHoles, int[] targetHoles) {
        this.bytes = bytes;
        this.holes = holes;
        this.userHoles = userHoles;
        this.targetHoles = targetHoles;
    }

    /**
     * A template.
     *
     * @param via {@code host:port} of the sender's socket
     */
    static MessageTemplate of(Transport transport, String via) {
        String text = NumberedText.around(HOLE);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String from = "sip:user" + USER_HOLE + "@ims.example.net";
        String target = "sip:" + TARGET_HOLE + "@p2p.example.net";
        String head = "MESSAGE " + target + " SIP/2.0\r\n"
                + "Via: SIP/2.0/" + transport + " " + via + ";branch=" + BRANCH + HOLE + "\r\n"
                + "Max-Forwards: 69\r\n"
                + "From: <" + from + ">;tag=" + HOLE + "\r\n"
                + "To: <" + target + ">\r\n"
                + "Call-ID: " + HOLE + "@" + via + "\r\n"
                + "CSeq: 1 MESSAGE\r\n"
                + "P-Asserted-Identity: <" + from + ">\r\n"
                + "Content-Type: text/plain;charset=UTF-8\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return new MessageTemplate(whole, all(head + text, HOLE), all(head, USER_HOLE), all(head, TARGET_HOLE));
    }

    private static int[] all(String head, String hole) {
        return IntStream.iterate(head.indexOf(hole), at -> at >= 0, at -> head.indexOf(hole, at + hole.length()))
                .toArray();
    }

    /** The message with that number, of that user, 0 to 999, to that node, 1000 to 9999; the same again for the same three. */
    ByteBuf message(ByteBufAllocator allocator, long number, int user, int target) {
        ByteBuf message = allocator.directBuffer(bytes.length, bytes.length).writeBytes(bytes);
        for (int hole : holes) {
            for (int digit = 0; digit < DIGITS; digit++) {
                message.setByte(hole + digit, HEX[(int) (number >>> 4 * (DIGITS - 1 - digit)) & 0xf]);
            }
        }
        decimal(message, userHoles, USER_DIGITS, user);
        decimal(message, targetHoles, TARGET_DIGITS, target);
        return message;
    }

    private static void decimal(ByteBuf message, int[] holes, int digits, int value) {
        for (int hole : holes) {
            for (int digit = digits - 1, rest = value; digit >= 0; digit--, rest /= 10) {
                message.setByte(hole + digit, HEX[rest % 10]);
            }
        }
    }

    int length() {
        return bytes.length;
    }
}
