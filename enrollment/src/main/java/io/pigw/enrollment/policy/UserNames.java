package io.pigw.enrollment.policy;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Normalises user names as RFC 8265 §3.3 (UsernameCaseMapped) orders, and refuses what could be taken for something
 * else: a node ID, a telephone number. A rfc822Name is ASCII (RFC 5280 §4.2.1.6), so the result must be.
 */
public final class UserNames {

    /** The longest name before the @, in characters. */
    public static final int MAX_LENGTH = 63;

    /** Full-width and half-width forms: the only characters that RFC 8265 §3.3.2 maps by their compatibility. */
    private static final char FIRST_WIDE = '\uFF01';

    private static final char LAST_NARROW = '\uFFEE';
    private static final char IDEOGRAPHIC_SPACE = '\u3000';
    private static final char FIRST_ASCII = 0x21;
    private static final char LAST_ASCII = 0x7E;

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?");
    private static final Pattern DOUBLED = Pattern.compile("[._-]{2}");

    private final String overlay;

    /** Names of the overlay, whose name is their domain. */
    public UserNames(String overlay) {
        this.overlay = overlay;
    }

    /**
     * The user's one spelling.
     *
     * @param name {@code alice}, or {@code alice@overlay}
     * @throws NameRefusedException with the rule, if no user may have that name
     */
    public Party.User normalise(String name) {
        if (name.length() > MAX_LENGTH + 1 + overlay.length()) {
            throw tooLong();
        }
        String narrow = mapWidth(name);
        if (!narrow.chars().allMatch(c -> c >= FIRST_ASCII && c <= LAST_ASCII)) {
            // Of the characters that IdentifierClass (RFC 8264 §4.2) allows, ASCII alone comes out as ASCII in the end.
            throw new NameRefusedException(
                    Rule.NAME_NOT_ASCII, "a user name is ASCII, for a certificate's rfc822Name is (RFC 5280 §4.2.1.6)");
        }
        String mapped = narrow.toLowerCase(Locale.ROOT);
        int at = mapped.lastIndexOf('@');
        if (at >= 0 && !mapped.substring(at + 1).equals(overlay.toLowerCase(Locale.ROOT))) {
            throw new NameRefusedException(Rule.NAME_FOREIGN, "the user name's domain is not the overlay " + overlay);
        }
        String local = at >= 0 ? mapped.substring(0, at) : mapped;
        if (local.length() > MAX_LENGTH) {
            throw tooLong();
        }
        if (NodeId.isDecimal(local) || local.startsWith("+") || isNumber(local)) {
            throw new NameRefusedException(
                    Rule.NAME_IS_NUMBER, "a user name of digits or with a + looks like a node or a telephone");
        }
        if (!ALLOWED.matcher(local).matches() || DOUBLED.matcher(local).find()) {
            throw new NameRefusedException(
                    Rule.NAME_MALFORMED, "a user name is made of a-z, 0-9 and, singly and within, of . _ -");
        }
        return new Party.User(local, overlay);
    }

    /** Digits and what people write between them: a telephone number (RFC 3966 §5.1.1). */
    private static boolean isNumber(String local) {
        return !local.isEmpty()
                && local.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_');
    }

    private static NameRefusedException tooLong() {
        return new NameRefusedException(
                Rule.NAME_MALFORMED, "the user name is longer than " + MAX_LENGTH + " characters");
    }

    private static String mapWidth(String name) {
        StringBuilder out = new StringBuilder(name.length());
        name.codePoints().forEach(c -> {
            if (c >= FIRST_WIDE && c <= LAST_NARROW || c == IDEOGRAPHIC_SPACE) {
                out.append(Normalizer.normalize(Character.toString(c), Normalizer.Form.NFKC));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
