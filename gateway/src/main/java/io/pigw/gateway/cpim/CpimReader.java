package io.pigw.gateway.cpim;

import io.pigw.p2psip.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a {@code message/cpim} strictly (RFC 3862 §2, §3): what two readers could read in two ways is refused. For one use. */
final class CpimReader {

    static final byte[] CRLF = {'\r', '\n'};

    private static final int MAX_LINE_BYTES = 4_096;
    private static final int MAX_HEADERS = 64;
    private static final String NAME_MARKS = "!#$%&'*+-^_`|~";
    private static final String ESCAPES = "btnr\"'\\";
    private static final int HEX_DIGITS = 4;

    private final byte[] bytes;
    private final Map<String, String> namespaces = new HashMap<>();
    private String defaultNamespace = CpimHeader.CORE;
    private int at;

    CpimReader(byte[] bytes) {
        this.bytes = bytes;
    }

    CpimMessage read() throws CpimException {
        List<CpimHeader> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            headers.add(header(line));
            limit(headers);
        }
        if (headers.isEmpty()) {
            throw new CpimException("no header");
        }
        if (headers.stream()
                        .filter(header -> header.is(CpimHeader.CORE, "From"))
                        .count()
                > 1) {
            throw new CpimException("more than one From");
        }
        List<CpimHeader> contentHeaders = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                contentHeaders.add(unfolded(contentHeaders, line));
            } else {
                contentHeaders.add(contentHeader(line));
            }
            limit(contentHeaders);
        }
        return new CpimMessage(headers, contentHeaders, Bytes.copyOf(Arrays.copyOfRange(bytes, at, bytes.length)));
    }

    private static void limit(List<CpimHeader> headers) throws CpimException {
        if (headers.size() > MAX_HEADERS) {
            throw new CpimException("more than " + MAX_HEADERS + " headers");
        }
    }

    /** The next line without its CRLF. */
    private String line() throws CpimException {
        int end = at;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        if (end + 1 >= bytes.length || bytes[end] != '\r' || bytes[end + 1] != '\n') {
            throw new CpimException("a line of the head does not end with CRLF");
        }
        if (end - at > MAX_LINE_BYTES) {
            throw new CpimException("a line is longer than " + MAX_LINE_BYTES + " bytes");
        }
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, at, end - at))
                    .toString();
            at = end + 2;
            return line;
        } catch (CharacterCodingException e) {
            throw new CpimException("a header is not UTF-8");
        }
    }

    private CpimHeader header(String line) throws CpimException {
        int colon = line.indexOf(':');
        String field = colon < 0 ? "" : line.substring(0, colon);
        // Parameters, if any, stand between the colon and the blank (§3.3).
        int blank = line.indexOf(' ', colon);
        if (colon < 0 || blank < 0 || blank > colon + 1 && line.charAt(colon + 1) != ';') {
            throw new CpimException("a header is not written 'Name: value'");
        }
        String value = line.substring(blank + 1).strip();
        checkValue(value);
        int dot = field.indexOf('.');
        String prefix = dot < 0 ? "" : field.substring(0, dot);
        String name = field.substring(dot + 1);
        if (!isName(name) || dot >= 0 && !isName(prefix)) {
            throw new CpimException("a header's name is malformed");
        }
        String namespace = dot < 0 ? defaultNamespace : namespaces.get(prefix);
        if (namespace == null) {
            throw new CpimException("a header's prefix has no NS before it");
        }
        if (dot < 0 && isLookalike(name, namespace)) {
            throw new CpimException("a header that only looks like one of RFC 3862");
        }
        CpimHeader header = new CpimHeader(namespace, name, value, line);
        // NS is known in each namespace, or no default could ever be left again.
        if (dot < 0 && name.equals("NS")) {
            declare(header);
            return new CpimHeader(CpimHeader.CORE, name, value, line);
        }
        boolean address = header.is(CpimHeader.CORE, "From")
                || header.is(CpimHeader.CORE, "To")
                || header.is(CpimHeader.CORE, "cc");
        if (address && header.uri().isEmpty()) {
            throw new CpimException(name + " is no address");
        }
        return header;
    }

    /** Who heeds no namespace, or no case, would take it for the sender's address. */
    private static boolean isLookalike(String name, String namespace) {
        boolean isFrom = name.equals("From") && namespace.equals(CpimHeader.CORE);
        return name.equalsIgnoreCase("From") && !isFrom;
    }

    private void declare(CpimHeader header) throws CpimException {
        String uri = header.uri().orElseThrow(() -> new CpimException("NS names no namespace"));
        String prefix =
                header.value().substring(0, header.value().lastIndexOf('<')).strip();
        if (prefix.isEmpty()) {
            defaultNamespace = uri;
        } else if (isName(prefix)) {
            namespaces.put(prefix, uri);
        } else {
            throw new CpimException("a prefix of NS is malformed");
        }
    }

    private static CpimHeader contentHeader(String line) throws CpimException {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (!isName(name)) {
            throw new CpimException("a header of the content is malformed");
        }
        String value = line.substring(colon + 1).strip();
        checkControls(value);
        return new CpimHeader(CpimMessage.MIME, name, value, name + ": " + value);
    }

    private static CpimHeader unfolded(List<CpimHeader> before, String line) throws CpimException {
        if (before.isEmpty()) {
            throw new CpimException("a header of the content is malformed");
        }
        return contentHeader(before.removeLast().line() + " " + line.strip());
    }

    /** RFC 3862 §2.3: no control characters, and only the escapes that are defined. */
    private static void checkValue(String value) throws CpimException {
        checkControls(value);
        for (int i = value.indexOf('\\'); i >= 0; i = value.indexOf('\\', i)) {
            char escape = i + 1 < value.length() ? value.charAt(i + 1) : ' ';
            boolean unicode = escape == 'u' && isHex(value, i + 2);
            if (!unicode && ESCAPES.indexOf(escape) < 0) {
                throw new CpimException("an escape is malformed");
            }
            i += unicode ? 2 + HEX_DIGITS : 2;
        }
    }

    private static void checkControls(String value) throws CpimException {
        if (value.chars().anyMatch(c -> Character.isISOControl(c) && c != '\t')) {
            throw new CpimException("a control character in a header");
        }
    }

    private static boolean isHex(String text, int from) {
        return text.length() >= from + HEX_DIGITS
                && text.substring(from, from + HEX_DIGITS).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    private static boolean isName(String text) {
        return !text.isEmpty()
                && text.chars()
                        .allMatch(c -> c >= 'a' && c <= 'z'
                                || c >= 'A' && c <= 'Z'
                                || c >= '0' && c <= '9'
                                || NAME_MARKS.indexOf(c) >= 0);
    }
}
