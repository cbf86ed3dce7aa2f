package io.pigw.gateway.sip;

import java.util.Locale;
import java.util.Optional;

/**
 * A request line taken apart (RFC 3261 §7.1).
 *
 * @param method a token
 * @param uri as written; if its scheme is sip or sips, it follows the grammar and has no headers
 */
record RequestLine(String method, String uri) {

    /** Either a request line or the rule that the line breaks. */
    sealed interface Outcome {
        /** As it should be. */
        record Good(RequestLine line) implements Outcome {}

        /** Not as it should be. */
        record Bad(Rule rule) implements Outcome {}
    }

    static Outcome read(String line) {
        int first = line.indexOf(' ');
        int last = line.lastIndexOf(' ');
        if (first <= 0 || !line.substring(last + 1).toUpperCase(Locale.ROOT).startsWith("SIP/")) {
            boolean trailing = line.stripTrailing().length() < line.length() && first > 0;
            return new Outcome.Bad(trailing ? Rule.BAD_START_LINE : Rule.NOT_SIP);
        }
        String method = line.substring(0, first);
        if (first == last || !SipText.isToken(method)) {
            return new Outcome.Bad(Rule.BAD_START_LINE);
        }
        Optional<Rule> version = checkVersion(line.substring(last + 1));
        if (version.isPresent()) {
            return new Outcome.Bad(version.get());
        }
        String uri = line.substring(first + 1, last);
        if (!SipText.isUriText(uri)) {
            return new Outcome.Bad(Rule.BAD_START_LINE);
        }
        if (!SipUri.isSound(uri) || SipUri.hasHeaders(uri)) {
            return new Outcome.Bad(Rule.BAD_URI);
        }
        return new Outcome.Good(new RequestLine(method, uri));
    }

    /** RFC 3261 §7.1, §21.5.6; RFC 4475 §3.1.2.16. */
    private static Optional<Rule> checkVersion(String version) {
        if (version.equalsIgnoreCase("SIP/2.0")) {
            return Optional.empty();
        }
        String numbers = version.substring("SIP/".length());
        boolean numeric = !numbers.isEmpty();
        for (int i = 0; i < numbers.length(); i++) {
            char c = numbers.charAt(i);
            numeric &= c >= '0' && c <= '9' || c == '.';
        }
        return Optional.of(numeric ? Rule.VERSION : Rule.BAD_START_LINE);
    }
}
