package io.pigw.gateway.sip;

import java.util.Optional;

/** Reads one header value from left to right by the rules of RFC 3261 §25.1. What cannot be read is not moved past. */
final class SipLexer {

    private static final String NOT_IN_VALUES = ";,\"<>\\";

    private final String text;
    private int at;

    SipLexer(String text) {
        this.text = text;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** Whether this character stands next. */
    boolean sees(char wanted) {
        return at < text.length() && text.charAt(at) == wanted;
    }

    /** Moves past blanks; true if there was one. */
    boolean blanks() {
        int from = at;
        while (at < text.length() && SipText.isBlank(text.charAt(at))) {
            at++;
        }
        return at > from;
    }

    /** Takes a separator with the blanks around it ({@code SEMI}, {@code COMMA}, {@code EQUAL}, {@code SLASH}, {@code COLON}). */
    boolean separator(char wanted) {
        int from = at;
        blanks();
        if (sees(wanted)) {
            at++;
            blanks();
            return true;
        }
        at = from;
        return false;
    }

    /** Takes a {@code token}; empty if none stands here. */
    String token() {
        int from = at;
        while (at < text.length() && SipText.isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /**
     * Takes the value of a parameter that is no quoted string: more than {@code token / host}, as brackets are left out around an
     * IPv6 address as often as not (RFC 5118 §4.5). Empty if none stands here.
     */
    String value() {
        int from = at;
        while (at < text.length() && isValueCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(from, at);
    }

    /** Takes a quoted string, quotes included; nothing if none stands here or it has no end. */
    Optional<String> quoted() {
        if (!sees('"')) {
            return Optional.empty();
        }
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                String taken = text.substring(at, i + 1);
                at = i + 1;
                return Optional.of(taken);
            }
            if (c == '\\') {
                i++;
            }
        }
        return Optional.empty();
    }

    /** Takes what stands before the character, and the character; nothing if it does not come. */
    Optional<String> through(char end) {
        int found = text.indexOf(end, at);
        if (found < 0) {
            return Optional.empty();
        }
        String taken = text.substring(at, found);
        at = found + 1;
        return Optional.of(taken);
    }

    /** Takes what stands before a blank, one of the characters, or the end. */
    String until(String ends) {
        int from = at;
        while (at < text.length() && !SipText.isBlank(text.charAt(at)) && ends.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private static boolean isValueCharacter(char c) {
        return c > ' ' && c < 0x7f && NOT_IN_VALUES.indexOf(c) < 0;
    }
}
