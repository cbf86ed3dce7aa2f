package io.pigw.gateway.sip;

import java.util.Locale;
import java.util.Map;

/** The long forms of header names, from compact forms and from any spelling (RFC 3261 §7.3.3, §20). */
final class HeaderNames {

    private static final Map<String, String> CANONICAL = Map.ofEntries(
            Map.entry("i", "Call-ID"),
            Map.entry("m", "Contact"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("l", "Content-Length"),
            Map.entry("c", "Content-Type"),
            Map.entry("f", "From"),
            Map.entry("s", "Subject"),
            Map.entry("k", "Supported"),
            Map.entry("t", "To"),
            Map.entry("v", "Via"),
            Map.entry("call-id", "Call-ID"),
            Map.entry("contact", "Contact"),
            Map.entry("content-encoding", "Content-Encoding"),
            Map.entry("content-length", "Content-Length"),
            Map.entry("content-type", "Content-Type"),
            Map.entry("cseq", "CSeq"),
            Map.entry("date", "Date"),
            Map.entry("from", "From"),
            Map.entry("max-forwards", "Max-Forwards"),
            Map.entry("p-asserted-identity", "P-Asserted-Identity"),
            Map.entry("p-called-party-id", "P-Called-Party-ID"),
            Map.entry("privacy", "Privacy"),
            Map.entry("require", "Require"),
            Map.entry("retry-after", "Retry-After"),
            Map.entry("route", "Route"),
            Map.entry("to", "To"),
            Map.entry("via", "Via"));

    private HeaderNames() {}

    /** The long form of a known name, the name itself otherwise. */
    static String canonical(String name) {
        String known = CANONICAL.get(name.toLowerCase(Locale.ROOT));
        return known == null ? name : known;
    }
}
