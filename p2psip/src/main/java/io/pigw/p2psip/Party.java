package io.pigw.p2psip;

/** Who a message is from or for: a node by its ID, or a user by name. */
public sealed interface Party {

    /** The longest text form accepted, in characters. */
    int MAX_LENGTH = 512;

    /**
     * Reads decimal digits as a node, {@code user@host} as a user.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    static Party parse(String text) {
        if (NodeId.isDecimal(text)) {
            return new Node(NodeId.parse(text));
        }
        int at = text.lastIndexOf('@');
        if (at <= 0 || at == text.length() - 1) {
            throw new IllegalArgumentException("expected a node ID or user@host");
        }
        return new User(text.substring(0, at), text.substring(at + 1));
    }

    /** A node. */
    record Node(NodeId id) implements Party {
        @Override
        public String toString() {
            return id.toString();
        }
    }

    /**
     * A user of either side.
     *
     * @param name the part before the last @, without blanks, brackets, control characters or U+FFFD, which stands for what is no text
     * @param domain the part after it
     */
    record User(String name, String domain) implements Party {
        private static final char NO_TEXT = '\uFFFD';

        /** Checks the characters and the length. */
        public User {
            if (name.isEmpty() || domain.isEmpty() || name.length() + domain.length() >= MAX_LENGTH) {
                throw new IllegalArgumentException("user@host must be 3 to " + MAX_LENGTH + " characters");
            }
            if (!isClean(name) || !isClean(domain) || domain.indexOf('@') >= 0) {
                throw new IllegalArgumentException("user@host holds a blank, a bracket or a control character");
            }
        }

        private static boolean isClean(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c <= ' '
                        || c == '<'
                        || c == '>'
                        || c == NO_TEXT
                        || Character.isISOControl(c)
                        || isLoneSurrogate(text, i)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isLoneSurrogate(String text, int at) {
            char c = text.charAt(at);
            return Character.isHighSurrogate(c)
                    ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
                    : Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
        }

        @Override
        public String toString() {
            return name + "@" + domain;
        }
    }
}
