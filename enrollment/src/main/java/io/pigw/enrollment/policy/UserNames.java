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

    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?");

    private final String overlay;

    /** Names of the overlay, whose name is their domain. */
    public UserNames(String overlay) {
        this.overlay = overlay;
    }

    /**
     * The user's one spelling.
     *
     * @param name {@code alice}, or {@code alice@overlay}
     * @throws IllegalArgumentException with the reason, if no user may have that name
     */
    public Party.User normalise(String name) {
        if (name.length() > MAX_LENGTH + 1 + overlay.length()) {
            throw new IllegalArgumentException("the user name is longer than " + MAX_LENGTH + " characters");
        }
        // Width mapping, case mapping, NFC, in the order of RFC 8265 §3.3.2; NFKC includes the first and the last.
        String mapped = Normalizer.normalize(
                Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
        int at = mapped.lastIndexOf('@');
        if (at >= 0 && !mapped.substring(at + 1).equals(overlay)) {
            throw new IllegalArgumentException("the user name's domain is not the overlay " + overlay);
        }
        String local = at >= 0 ? mapped.substring(0, at) : mapped;
        if (local.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("the user name is longer than " + MAX_LENGTH + " characters");
        }
        if (NodeId.isDecimal(local) || local.startsWith("+")) {
            throw new IllegalArgumentException("a user name of digits or with a + looks like a node or a telephone");
        }
        if (!ALLOWED.matcher(local).matches()) {
            throw new IllegalArgumentException("a user name is made of a-z, 0-9 and, within, of . _ -");
        }
        return new Party.User(local, overlay);
    }
}
