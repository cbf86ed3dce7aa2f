package io.pigw.gateway.isim;

import java.util.List;
import java.util.Locale;

/**
 * Who the gateway is to the core (TS 31.103 §4.2).
 *
 * @param impi private user identity, {@code user@realm}: the name in Authorization
 * @param impus public user identities, {@code sip:} or {@code tel:} URIs; the first is registered, the core registers the others along
 * @param domain the home network's, to which REGISTER is addressed
 */
public record IsimIdentity(String impi, List<String> impus, String domain) {

    private static final int MAX_IMPUS = 16;
    private static final int MAX_LENGTH = 255;

    /** Checks that nothing could break out of its place in a header. */
    public IsimIdentity {
        impus = List.copyOf(impus);
        if (!isClean(impi)) {
            throw new IllegalArgumentException("the private identity (IMPI) is not of the form user@realm");
        }
        if (!isClean(domain) || domain.indexOf('@') >= 0) {
            throw new IllegalArgumentException("the home domain is not a domain name");
        }
        if (impus.isEmpty() || impus.size() > MAX_IMPUS) {
            throw new IllegalArgumentException("there must be 1 to " + MAX_IMPUS + " public identities (IMPU)");
        }
        for (String impu : impus) {
            String lower = impu.toLowerCase(Locale.ROOT);
            if (!isClean(impu) || !(lower.startsWith("sip:") || lower.startsWith("tel:"))) {
                throw new IllegalArgumentException("a public identity (IMPU) is not a sip: or tel: URI");
            }
        }
    }

    /** The public identity that is registered. */
    public String impu() {
        return impus.getFirst();
    }

    private static boolean isClean(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_LENGTH
                && text.chars()
                        .allMatch(
                                c -> c > ' ' && c < 0x7f && c != '"' && c != '\\' && c != '<' && c != '>' && c != ',');
    }
}
