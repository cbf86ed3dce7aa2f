package io.pigw.gateway.sip;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes bad messages of good ones, the same ones of the same seed. */
public final class Mutator {

    private static final int LONGEST = 16_384;
    private static final int MOST_CHANGES = 4;
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern BRANCH = Pattern.compile("z9hG4bK[^;,\\s]*");
    private static final List<String> NUMBERS = List.of(
            "0", "-1", "00000000000000000001", "255", "256", "65536", "2147483648", "4294967296", "9".repeat(300));
    private static final List<String> PIECES = List.of(
            "\0",
            "\u00ff",
            "\"",
            "\\",
            "<",
            ">",
            ";",
            ",",
            ":",
            "=",
            "%",
            "%00",
            "%zz",
            "@",
            "\t",
            "\r",
            "\n",
            "\r\n",
            "\r\n ",
            "\r\n\r\n",
            "\u00e2\u0082",
            ",".repeat(300),
            ";".repeat(300),
            "<".repeat(50),
            "\"".repeat(51),
            "[::1]",
            "SIP/2.0 ");
    private static final List<String> ENDS =
            List.of("\n", "\r", "\r\r\n", "\n\r", "\r\n ", "\r\n\t\t", "\r\n\r\n", "\0\r\n", "");

    private final RandomGenerator random;
    private final List<String> seeds;
    private int made;

    /** Of messages with one octet to a character. */
    public Mutator(RandomGenerator random, List<String> seeds) {
        this.random = random;
        this.seeds = List.copyOf(seeds);
    }

    /** The next one, 0 to {@value #LONGEST} octets. */
    public byte[] next() {
        String text = any(seeds);
        if (random.nextInt(3) == 0) {
            // otherwise the transactions of the first ones would take all that follows for retransmissions
            text = BRANCH.matcher(text).replaceFirst("z9hG4bKm" + made++);
        }
        int changes = random.nextBoolean() ? 1 : random.nextInt(2, MOST_CHANGES + 1);
        for (int i = 0; i < changes; i++) {
            text = change(text);
        }
        return text.substring(0, Math.min(text.length(), LONGEST)).getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The message with a Content-Length of its own, so that a stream can go on after it. */
    public static byte[] framed(byte[] message) {
        String text = new String(message, StandardCharsets.ISO_8859_1);
        int end = HeadEnd.find(message);
        String head = end < 0 ? text.stripTrailing() + "\r\n\r\n" : text.substring(0, end);
        String body = end < 0 ? "" : text.substring(end);
        StringBuilder kept = new StringBuilder();
        for (String line : head.stripTrailing().split("\n", -1)) {
            if (!line.matches("(?i)\\s*(l|content-length)\\s*:.*\\s*")) {
                kept.append(line).append('\n');
            }
        }
        kept.append("Content-Length: ").append(body.length()).append("\r\n\r\n").append(body);
        return kept.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Whether a stream goes on after the message, and another can follow it. */
    public static boolean keepsTheStream(byte[] message) {
        EmbeddedChannel stream = new EmbeddedChannel(Framers.framer(SipLimits.DEFAULT));
        stream.writeInbound(Unpooled.wrappedBuffer(message), Unpooled.copiedBuffer("a", StandardCharsets.US_ASCII));
        int frames = 0;
        boolean lost = false;
        for (Object item = stream.readInbound(); item != null; item = stream.readInbound()) {
            lost |= item instanceof StreamFramer.Item.Frame frame && frame.last();
            frames += item instanceof StreamFramer.Item.Frame ? 1 : 0;
        }
        // one octet of the next message waits, and nothing of this one
        boolean whole = frames > 0 && !lost;
        stream.writeInbound(Unpooled.copiedBuffer(" b SIP/2.0\nl:0\n\n", StandardCharsets.US_ASCII));
        Object next = stream.readInbound();
        stream.finishAndReleaseAll();
        return whole
                && next instanceof StreamFramer.Item.Frame frame
                && frame.scan().head().startLine().equals("a b SIP/2.0");
    }

    private String change(String text) {
        if (text.isEmpty()) {
            return any(seeds);
        }
        int at = random.nextInt(text.length());
        int other = Math.min(text.length(), at + random.nextInt(1, 64));
        return switch (random.nextInt(12)) {
            case 0 ->
                text.substring(0, at) + (char) (text.charAt(at) ^ 1 << random.nextInt(8)) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(at + 1);
            case 2 -> text.substring(0, at);
            case 3 -> text.substring(0, other) + text.substring(at);
            case 4 -> text.substring(0, at) + text.substring(other);
            case 5 -> lines(text);
            case 6 -> number(text, at);
            case 7 -> splice(text);
            case 8 -> lineEnd(text, at);
            case 9, 10 -> text.substring(0, at) + any(PIECES) + text.substring(at);
            default -> repeatLine(text);
        };
    }

    private String lines(String text) {
        String[] lines = text.split("\r\n", -1);
        int one = random.nextInt(lines.length);
        int two = random.nextInt(lines.length);
        String kept = lines[one];
        lines[one] = lines[two];
        lines[two] = kept;
        return String.join("\r\n", lines);
    }

    private String number(String text, int from) {
        Matcher number = NUMBER.matcher(text);
        return number.find(from)
                ? text.substring(0, number.start()) + any(NUMBERS) + text.substring(number.end())
                : text;
    }

    private String splice(String text) {
        String other = any(seeds);
        return text.substring(0, random.nextInt(text.length())) + other.substring(random.nextInt(other.length()));
    }

    private String lineEnd(String text, int from) {
        int end = text.indexOf("\r\n", from);
        return end < 0 ? text : text.substring(0, end) + any(ENDS) + text.substring(end + 2);
    }

    private String repeatLine(String text) {
        String[] lines = text.split("\r\n", -1);
        int at = random.nextInt(lines.length);
        int times = random.nextInt(2, 80);
        StringBuilder repeated = new StringBuilder(lines[at]);
        for (int i = 1; i < times && repeated.length() < LONGEST; i++) {
            repeated.append("\r\n").append(lines[at]);
        }
        lines[at] = repeated.toString();
        return String.join("\r\n", lines);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
