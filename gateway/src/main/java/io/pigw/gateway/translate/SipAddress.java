package io.pigw.gateway.translate;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What counts of a {@code sip:}, {@code sips:} or {@code tel:} URI here (RFC 3261 §19.1): user and host, without password,
 * port, parameters and headers.
 *
 * @param scheme in lower case
 * @param user unescaped; empty where the URI names a host alone. The number, without visual separators, if it is one
 * @param host in lower case, without the root's dot; empty for {@code tel:}
 * @param number whether it is a global telephone number's: a {@code tel:} URI, or one with {@code user=phone} (RFC 3261 §19.1.6)
 */
record SipAddress(String scheme, String user, String host, boolean number) {

    private static final String UNESCAPED = "-_.!~*'()&=+$,;?/";

    /** Reads a URI; none when it is not of those schemes or is malformed. */
    static Optional<SipAddress> parse(String uri) {
        int colon = uri.indexOf(':');
        if (colon <= 0) {
            return Optional.empty();
        }
        String scheme = uri.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = uri.substring(colon + 1);
        return switch (scheme) {
            case "sip", "sips" -> parseSip(scheme, rest);
            case "tel" -> parseTel(rest);
            default -> Optional.empty();
        };
    }

    private static Optional<SipAddress> parseSip(String scheme, String rest) {
        // The user part may hold ';' and '?' (RFC 3261 §25.1), never '@'.
        int at = rest.lastIndexOf('@');
        String user = at < 0 ? "" : rest.substring(0, at);
        String behind = cut(rest.substring(at + 1), '?');
        String host = cut(behind, ';');
        boolean phone = Arrays.stream(behind.split(";")).skip(1).anyMatch("user=phone"::equalsIgnoreCase);
        int port = host.startsWith("[") ? host.indexOf(':', host.indexOf(']') + 1) : host.indexOf(':');
        if (port >= 0) {
            host = host.substring(0, port);
        }
        String name = cut(user, ':');
        if (host.isEmpty() || host.equals(".") || at == 0 || at > 0 && name.isEmpty()) {
            return Optional.empty();
        }
        String lowerHost = withoutRoot(host).toLowerCase(Locale.ROOT);
        return unescape(name).map(text -> {
            Optional<String> number = phone ? TelNumber.read(text) : Optional.empty();
            return new SipAddress(scheme, number.orElse(text), lowerHost, number.isPresent());
        });
    }

    private static Optional<SipAddress> parseTel(String rest) {
        return TelNumber.read(rest).map(number -> new SipAddress("tel", number, "", true));
    }

    /** A domain with the root's dot is the same domain (RFC 1034 §3.1). */
    private static String withoutRoot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static String cut(String text, char mark) {
        int end = text.indexOf(mark);
        return end < 0 ? text : text.substring(0, end);
    }

    private static Optional<String> unescape(String text) {
        if (text.indexOf('%') < 0) {
            return Optional.of(text);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
            int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            bytes.write(high << 4 | low);
            i += 2;
        }
        return utf8(bytes.toByteArray());
    }

    /** Empty for bytes that are no UTF-8, and for what stands for such (U+FFFD). */
    private static Optional<String> utf8(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\uFFFD') < 0 ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException noText) {
            return Optional.empty();
        }
    }

    /** {@code sip:user@host} with the user escaped where the grammar wants it. */
    static String uri(String user, String host) {
        StringBuilder uri = new StringBuilder("sip:");
        for (byte b : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || UNESCAPED.indexOf(c) >= 0) {
                uri.append(c);
            } else {
                uri.append(String.format(Locale.ROOT, "%%%02X", b & 0xff));
            }
        }
        return uri.append('@').append(host).toString();
    }
}
