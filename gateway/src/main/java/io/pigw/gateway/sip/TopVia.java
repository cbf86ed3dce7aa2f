package io.pigw.gateway.sip;

import java.util.Locale;
import java.util.Optional;

/**
 * One Via value, as far as it matters before the parser (RFC 3261 §20.42, RFC 3581).
 *
 * @param transport upper case
 * @param sentBy {@code host[:port]} as written
 * @param port of sent-by, or 5060
 * @param branch as written
 * @param rport whether the client asks for its port
 * @param maddr whether it asks for answers at yet another address
 */
record TopVia(String transport, String sentBy, int port, Optional<String> branch, boolean rport, boolean maddr) {

    private static final String COOKIE = "z9hg4bk";
    private static final int DEFAULT_PORT = 5060;

    /** Reads one value, without any further one after a comma. */
    static Optional<TopVia> read(String value) {
        String[] parts = value.split(";", -1);
        String[] words = parts[0].strip().split("[ \t]+", -1);
        if (words.length < 2) {
            return Optional.empty();
        }
        StringBuilder joined = new StringBuilder();
        int sentByAt = words.length - 1;
        for (int i = 0; i < sentByAt; i++) {
            joined.append(words[i]);
        }
        String[] protocol = joined.toString().split("/", -1);
        String sentBy = words[sentByAt];
        if (protocol.length != 3 || !protocol[0].equalsIgnoreCase("SIP") || sentBy.isEmpty()) {
            return Optional.empty();
        }
        int port = port(sentBy);
        if (port < 0) {
            return Optional.empty();
        }
        Optional<String> branch = Optional.empty();
        boolean rport = false;
        boolean maddr = false;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals)).strip();
            if (name.equalsIgnoreCase("branch") && equals >= 0) {
                branch = Optional.of(parts[i].substring(equals + 1).strip());
            }
            rport |= name.equalsIgnoreCase("rport");
            maddr |= name.equalsIgnoreCase("maddr");
        }
        return Optional.of(new TopVia(protocol[2].toUpperCase(Locale.ROOT), sentBy, port, branch, rport, maddr));
    }

    /** Whether the branch is one of RFC 3261 and more than the cookie alone (RFC 4475 §3.2.1). */
    boolean hasModernBranch() {
        return branch.filter(b -> b.length() > COOKIE.length()
                        && b.toLowerCase(Locale.ROOT).startsWith(COOKIE)
                        && SipText.isToken(b))
                .isPresent();
    }

    private static int port(String sentBy) {
        int bracket = sentBy.lastIndexOf(']');
        int colon = sentBy.indexOf(':', bracket + 1);
        if (colon < 0) {
            return DEFAULT_PORT;
        }
        long port = SipText.decimal(sentBy.substring(colon + 1));
        return port >= 1 && port <= 65_535 ? (int) port : -1;
    }
}
