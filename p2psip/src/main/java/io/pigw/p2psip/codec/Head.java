package io.pigw.p2psip.codec;

import io.netty.buffer.ByteBuf;
import io.pigw.p2psip.codec.DecodeException.Rule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of one message: its bytes and where in them the values stand. Nothing is copied out before it is asked for. One
 * instance serves a connection, message after message.
 */
final class Head {

    private static final int KEPT_BYTES = 1024;
    private static final byte[] NONE = {};
    private static final boolean[] NAME_CHARACTER = nameCharacters();
    /** What decoders put in place of what is no text. */
    static final char NO_TEXT = '\uFFFD';

    private final Limits limits;
    private final int[] first = new int[HeaderName.COUNT];
    private byte[] bytes = NONE;
    private @Nullable HeaderName[] names = new @Nullable HeaderName[0];
    private int[] from = {};
    private int[] to = {};
    private int count;
    private int startLineEnd;
    private boolean ascii;

    Head(Limits limits) {
        this.limits = limits;
    }

    /** Takes the head's bytes, whose last line is empty, and finds and checks its lines. */
    void read(ByteBuf in, int start, int length, int lines) throws DecodeException {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, KEPT_BYTES)];
        }
        if (names.length < lines) {
            names = new @Nullable HeaderName[lines];
            from = new int[lines];
            to = new int[lines];
        }
        in.getBytes(start, bytes, 0, length);
        Arrays.fill(first, -1);
        count = 0;
        ascii = true;
        startLineEnd = endOfLine(0);
        int line = afterLine(startLineEnd);
        for (int end = endOfLine(line); end > line; end = endOfLine(line)) {
            readLine(line, end);
            line = afterLine(end);
        }
    }

    /** Lets go of a large head's bytes: a connection that is idle costs little. */
    void release() {
        if (bytes.length > KEPT_BYTES) {
            bytes = NONE;
        }
    }

    private void readLine(int start, int end) throws DecodeException {
        if (isBlank(bytes[start])) {
            throw new DecodeException(Rule.FOLDED_HEADER, "a header line starts with a blank");
        }
        int nameEnd = start;
        while (nameEnd < end && bytes[nameEnd] >= 0 && NAME_CHARACTER[bytes[nameEnd]]) {
            nameEnd++;
        }
        int colon = skipBlanks(nameEnd, end);
        if (nameEnd == start || colon == end || bytes[colon] != ':') {
            throw new DecodeException(Rule.MALFORMED_HEADER, "a header line is not 'Name: value'");
        }
        HeaderName name = HeaderName.find(bytes, start, nameEnd);
        if (name == null) {
            return;
        }
        if (first[name.index()] < 0) {
            first[name.index()] = count;
        } else if (!name.isList()) {
            throw new DecodeException(Rule.DUPLICATE_HEADER, name.wire() + " stands twice");
        }
        int valueStart = skipBlanks(colon + 1, end);
        int valueEnd = end;
        while (valueEnd > valueStart && isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        names[count] = name;
        from[count] = valueStart;
        to[count] = valueEnd;
        count++;
    }

    /** The index of the line's CR or LF; refuses the control characters before it. */
    private int endOfLine(int start) throws DecodeException {
        for (int i = start; ; i++) {
            byte b = bytes[i];
            if (b < ' ') {
                if (b == '\n') {
                    return i;
                }
                if (b == '\r' && bytes[i + 1] == '\n') {
                    return i;
                }
                if (b < 0) {
                    ascii = false;
                } else if (b != '\t') {
                    throw new DecodeException(Rule.CONTROL_CHARACTER, "the head holds a control character");
                }
            } else if (b == 0x7f) {
                throw new DecodeException(Rule.CONTROL_CHARACTER, "the head holds DEL");
            }
        }
    }

    private int afterLine(int end) {
        return end + (bytes[end] == '\r' ? 2 : 1);
    }

    private int skipBlanks(int start, int end) {
        int i = start;
        while (i < end && isBlank(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    Limits limits() {
        return limits;
    }

    /** Whether the start line begins with the given ASCII text. */
    boolean startsWith(String prefix) {
        if (startLineEnd < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (bytes[i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The start line from the given index on. */
    String startLine(int fromIndex) throws DecodeException {
        return text(fromIndex, startLineEnd);
    }

    boolean has(HeaderName name) {
        return first[name.index()] >= 0;
    }

    /** The value, without the blanks around it. */
    String text(HeaderName name) throws DecodeException {
        int line = line(name);
        return text(from[line], to[line]);
    }

    /** The value, null where the header is absent. */
    @Nullable
    String optionalText(HeaderName name) throws DecodeException {
        return has(name) ? text(name) : null;
    }

    /** An unsigned decimal integer. */
    long number(HeaderName name, long max) throws DecodeException {
        int line = line(name);
        return number(name, from[line], to[line], max);
    }

    /** An unsigned decimal integer that may be absent. */
    int number(HeaderName name, int max, int whenAbsent) throws DecodeException {
        return has(name) ? (int) number(name, max) : whenAbsent;
    }

    /** Decimal digits read as far as they go: what is greater than any limit comes back as {@link Long#MAX_VALUE}. */
    long contentLength() throws DecodeException {
        if (!has(HeaderName.CONTENT_LENGTH)) {
            return 0;
        }
        int line = line(HeaderName.CONTENT_LENGTH);
        return number(HeaderName.CONTENT_LENGTH, from[line], to[line], Long.MAX_VALUE);
    }

    private long number(HeaderName name, int start, int end, long max) throws DecodeException {
        if (start == end) {
            throw new DecodeException(Rule.BAD_VALUE, name.wire() + " is empty");
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new DecodeException(Rule.BAD_VALUE, name.wire() + " is not a decimal number");
            }
            value = value > (Long.MAX_VALUE - 9) / 10 ? Long.MAX_VALUE : 10 * value + digit;
        }
        if (value > max) {
            throw new DecodeException(Rule.BAD_VALUE, name.wire() + " is greater than " + max);
        }
        return value;
    }

    /** Hands each element of a list header to the reader: lines in order, and within a line what the separator parts. */
    void eachElement(HeaderName name, char separator, int max, ElementReader reader) throws DecodeException {
        int elements = 0;
        for (int line = Math.max(first[name.index()], 0); line < count; line++) {
            if (names[line] != name) {
                continue;
            }
            int start = from[line];
            for (int i = start; i <= to[line]; i++) {
                if (i < to[line] && bytes[i] != separator) {
                    continue;
                }
                if (++elements > max) {
                    throw new DecodeException(Rule.TOO_MANY_ENTRIES, name.wire() + " has more than " + max);
                }
                reader.read(text(start, i));
                start = i + 1;
            }
        }
    }

    /** Hands each line of a list header to the reader. */
    void eachLine(HeaderName name, int max, ElementReader reader) throws DecodeException {
        int lines = 0;
        for (int line = Math.max(first[name.index()], 0); line < count; line++) {
            if (names[line] == name) {
                if (++lines > max) {
                    throw new DecodeException(Rule.TOO_MANY_ENTRIES, name.wire() + " has more than " + max);
                }
                reader.read(text(from[line], to[line]));
            }
        }
    }

    /** Takes one element. IllegalArgumentException when it is malformed. */
    interface ElementReader {
        void read(String element) throws DecodeException;
    }

    private int line(HeaderName name) throws DecodeException {
        int line = first[name.index()];
        if (line < 0) {
            throw new DecodeException(Rule.MISSING_HEADER, name.wire() + " is missing");
        }
        return line;
    }

    private String text(int start, int end) throws DecodeException {
        if (ascii) {
            return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (text.indexOf(NO_TEXT) >= 0) {
            throw new DecodeException(Rule.BAD_UTF8, "a value is not UTF-8");
        }
        return text;
    }

    private static boolean[] nameCharacters() {
        boolean[] table = new boolean[128];
        for (char c = '0'; c <= 'z'; c++) {
            table[c] = Character.isLetterOrDigit(c);
        }
        for (char c : "-.!%*_+`'~".toCharArray()) {
            table[c] = true;
        }
        return table;
    }
}
