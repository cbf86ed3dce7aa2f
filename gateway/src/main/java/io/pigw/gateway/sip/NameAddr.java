package io.pigw.gateway.sip;

/** {@code name-addr} and {@code addr-spec} as RFC 3261 §20.10, §25.1 want them, and the RI does not check (RFC 4475 §3.1.2). */
final class NameAddr {

    private NameAddr() {}

    /**
     * Whether a From or To value is sound: a display name is quoted or made of tokens, brackets close, and a bare address has
     * no comma or question mark, nor blanks within.
     */
    static boolean isSound(String value) {
        if (value.startsWith("\"")) {
            int open = SipText.indexOutsideQuotes(value, '<', 0);
            return open > 0 && value.indexOf('>', open) > 0;
        }
        int open = value.indexOf('<');
        if (open < 0) {
            int semicolon = value.indexOf(';');
            String address = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
            return SipText.isUriText(address) && address.indexOf(',') < 0 && address.indexOf('?') < 0;
        }
        int close = value.indexOf('>', open);
        return close > 0
                && isDisplayName(value.substring(0, open).strip())
                && SipText.isUriText(value.substring(open + 1, close).strip());
    }

    private static boolean isDisplayName(String name) {
        for (String word : name.split("[ \t]+", -1)) {
            if (!word.isEmpty() && !SipText.isToken(word)) {
                return false;
            }
        }
        return true;
    }
}
