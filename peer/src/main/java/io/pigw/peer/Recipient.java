package io.pigw.peer;

import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;

/** Whom a user means: {@code 1618@p2p.example.net} is node 1618, for no user's name is all digits. */
final class Recipient {

    private Recipient() {}

    /**
     * What somebody typed: {@code sip:user@host} or {@code user@host}, a node's ID, or the name of a user of the overlay.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Party parse(String text, String overlay) {
        String plain = text.startsWith("sip:") ? text.substring(4) : text;
        boolean isName = plain.indexOf('@') < 0 && !isNumber(plain);
        return Party.parse(isName ? plain + "@" + overlay : plain);
    }

    /** The node where a node is meant. */
    static Party of(Party to, String overlay) {
        if (!(to instanceof Party.User user) || !isOf(user, overlay) || !isNumber(user.name())) {
            return to;
        }
        try {
            return new Party.Node(NodeId.parse(user.name()));
        } catch (IllegalArgumentException tooLarge) {
            return to; // a name that nobody has
        }
    }

    /** Whether it is a name of the overlay, and no IMS user's. */
    static boolean isOf(Party.User user, String overlay) {
        return user.domain().equalsIgnoreCase(overlay);
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
