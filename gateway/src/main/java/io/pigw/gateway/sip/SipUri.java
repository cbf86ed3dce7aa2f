package io.pigw.gateway.sip;

import io.netty.util.NetUtil;
import java.util.Locale;

/** URIs by the grammar of RFC 3261 §25.1. Nothing is unescaped: a URI passes as it was written. */
final class SipUri {

    private static final String UNRESERVED = "-_.!~*'()";
    private static final String IN_USER = UNRESERVED + "&=+$,;?/";
    private static final String IN_PASSWORD = UNRESERVED + "&=+$,";
    private static final String IN_PARAMETERS = UNRESERVED + "[]/:&+$";
    private static final String IN_HEADERS = UNRESERVED + "[]/?:+$&=";
    private static final int MIN_IPV6_GROUPS = 3;
    private static final int MAX_IPV6_GROUPS = 9;
    private static final int LARGEST_PORT = 65_535;

    private SipUri() {}

    /**
     * Whether the text is a URI: a {@code sip} or {@code sips} URI that follows the grammar, or one of another scheme that has no
     * character which no URI may have.
     */
    static boolean isSound(String uri) {
        int colon = uri.indexOf(':');
        if (colon <= 0 || !isScheme(uri.substring(0, colon))) {
            return false;
        }
        String rest = uri.substring(colon + 1);
        return isSip(uri) ? isSipRest(rest) : !rest.isEmpty() && SipText.isUriText(rest) && isAscii(rest);
    }

    /** Whether a sound URI is a {@code sip} or {@code sips} URI with headers after a question mark, which no Request-URI may have. */
    static boolean hasHeaders(String uri) {
        return isSip(uri) && uri.indexOf('?', uri.indexOf('@') + 1) >= 0;
    }

    /** Whether the text is a host name, an IPv4 address, or an IPv6 address in brackets. */
    static boolean isHost(String host) {
        if (host.startsWith("[")) {
            return host.endsWith("]") && isIpv6(host.substring(1, host.length() - 1));
        }
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (!isAlphanumeric(c) && c != '-' && c != '.' && c != '_') {
                return false;
            }
        }
        return !host.isEmpty();
    }

    /**
     * Groups of up to four hexadecimal digits between colons, the last perhaps an IPv4 address. Looser than RFC 4291: the grammar of
     * RFC 3261 lets a third colon in, and it is to be tolerated (RFC 5118 §4.10).
     */
    private static boolean isIpv6(String address) {
        String[] groups = address.split(":", -1);
        for (int i = 0; i < groups.length; i++) {
            boolean quad = i == groups.length - 1 && groups[i].indexOf('.') >= 0;
            if (quad ? !NetUtil.isValidIpV4Address(groups[i]) : !isHexGroup(groups[i])) {
                return false;
            }
        }
        return groups.length >= MIN_IPV6_GROUPS && groups.length <= MAX_IPV6_GROUPS;
    }

    private static boolean isHexGroup(String text) {
        return text.length() <= 4 && text.chars().allMatch(c -> c < 0x7f && Character.digit(c, 16) >= 0);
    }

    /** A port, or -1. */
    static int port(String text) {
        long port = SipText.decimal(text);
        return port >= 1 && port <= LARGEST_PORT ? (int) port : -1;
    }

    private static boolean isSip(String uri) {
        String scheme = SipText.scheme(uri);
        return scheme.equals("sip") || scheme.equals("sips");
    }

    private static boolean isSipRest(String uri) {
        int at = uri.indexOf('@');
        if (at >= 0 && !isUserInfo(uri.substring(0, at))) {
            return false;
        }
        String rest = uri.substring(at + 1);
        int question = rest.indexOf('?');
        String front = question < 0 ? rest : rest.substring(0, question);
        int semicolon = front.indexOf(';');
        String parameters = semicolon < 0 ? "" : front.substring(semicolon);
        return isHostPort(semicolon < 0 ? front : front.substring(0, semicolon))
                && areParameters(parameters)
                && (question < 0 || question + 1 < rest.length() && isMadeOf(rest.substring(question + 1), IN_HEADERS));
    }

    private static boolean isUserInfo(String text) {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        return !user.isEmpty()
                && isMadeOf(user, IN_USER)
                && (colon < 0 || isMadeOf(text.substring(colon + 1), IN_PASSWORD));
    }

    private static boolean isHostPort(String text) {
        int colon = text.indexOf(':', text.lastIndexOf(']') + 1);
        return colon < 0 ? isHost(text) : isHost(text.substring(0, colon)) && port(text.substring(colon + 1)) > 0;
    }

    /** {@code *( ";" name [ "=" value ] )} */
    private static boolean areParameters(String text) {
        for (int start = 0; start < text.length(); ) {
            int next = text.indexOf(';', start + 1);
            int end = next < 0 ? text.length() : next;
            int equals = text.indexOf('=', start);
            boolean valued = equals >= 0 && equals < end;
            int nameEnd = valued ? equals : end;
            if (nameEnd == start + 1
                    || !isMadeOf(text.substring(start + 1, nameEnd), IN_PARAMETERS)
                    || valued && (equals + 1 == end || !isMadeOf(text.substring(equals + 1, end), IN_PARAMETERS))) {
                return false;
            }
            start = end;
        }
        return true;
    }

    /** Letters, digits, the marks, and escapes of two hexadecimal digits. */
    private static boolean isMadeOf(String text, String marks) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || Character.digit(text.charAt(i + 1), 16) < 0
                        || Character.digit(text.charAt(i + 2), 16) < 0) {
                    return false;
                }
                i += 2;
            } else if (!isAlphanumeric(c) && marks.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isScheme(String text) {
        char first = text.toLowerCase(Locale.ROOT).charAt(0);
        if (first < 'a' || first > 'z') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && c != '+' && c != '-' && c != '.') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x7f);
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
