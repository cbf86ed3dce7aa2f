package io.pigw.gateway.sip;

import java.util.Optional;

/**
 * The value of From, To or Contact: {@code ( name-addr / addr-spec ) *( SEMI param )} (RFC 3261 §20.10, §25.1).
 *
 * @param uri as written
 * @param parameters after it, those within the URI not among them
 */
public record NameAddr(String uri, Parameters parameters) {

    /**
     * Reads one value; nothing unless a display name is quoted or made of tokens, brackets close right around a URI, a bare URI has
     * neither comma nor question mark, and the parameters follow the grammar with one tag at most (RFC 4475 §3.1.2).
     */
    public static Optional<NameAddr> read(String value) {
        SipLexer in = new SipLexer(value);
        in.blanks();
        String uri = in.sees('"') || isNamed(value) ? bracketed(in) : bare(in);
        if (!SipUri.isSound(uri)) {
            return Optional.empty();
        }
        Optional<Parameters> parameters = Parameters.read(in);
        in.blanks();
        if (parameters.isEmpty() || !in.atEnd()) {
            return Optional.empty();
        }
        Optional<String> tag = parameters.get().value("tag");
        int tags = parameters.get().count("tag");
        boolean sound = tags == 0 || tags == 1 && tag.filter(SipText::isToken).isPresent();
        return sound ? Optional.of(new NameAddr(uri, parameters.get())) : Optional.empty();
    }

    /** The tag, where there is one. */
    Optional<String> tag() {
        return parameters.value("tag");
    }

    /**
     * Reads one value of Route or Service-Route, which is a name-addr (RFC 3261 §20.34, RFC 3608 §5).
     *
     * @return the value from its bracket on, without a display name; nothing if it is malformed
     */
    public static Optional<String> route(String value) {
        int open = SipText.indexOutsideQuotes(value, '<', 0);
        return (value.startsWith("\"") || isNamed(value))
                        && read(value)
                                .filter(read -> SipText.isUriText(read.uri()))
                                .isPresent()
                ? Optional.of(value.substring(open)).filter(SipText::isOneLine)
                : Optional.empty();
    }

    /** Whether tokens, or nothing, and then a bracket stand first. No blank is needed between them (RFC 4475 §3.1.1.6). */
    private static boolean isNamed(String value) {
        SipLexer in = new SipLexer(value);
        skipTokens(in);
        return in.sees('<');
    }

    private static void skipTokens(SipLexer in) {
        in.blanks();
        while (!in.token().isEmpty()) {
            in.blanks();
        }
    }

    private static String bracketed(SipLexer in) {
        if (in.sees('"')) {
            if (in.quoted().isEmpty()) {
                return "";
            }
            in.blanks();
        } else {
            skipTokens(in);
        }
        return in.sees('<') ? in.through('>').map(taken -> taken.substring(1)).orElse("") : "";
    }

    private static String bare(SipLexer in) {
        String uri = in.until(";");
        return uri.indexOf(',') < 0 && uri.indexOf('?') < 0 ? uri : "";
    }
}
