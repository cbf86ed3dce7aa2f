package io.pigw.gateway.as;

import io.pigw.gateway.sip.NameAddr;
import io.pigw.gateway.sip.SipText;
import java.util.List;
import java.util.Optional;

/**
 * Reads P-Asserted-Identity (RFC 3325 §9.1): one sip or sips URI, one tel URI, or one of each; each with or without a display name.
 *
 * @param uri the sip URI, else the tel URI; none where there was no such header field
 * @param sound whether what stood there was as the RFC has it
 */
record AssertedIdentity(Optional<String> uri, boolean sound) {

    static final AssertedIdentity NONE = new AssertedIdentity(Optional.empty(), true);

    private static final AssertedIdentity MALFORMED = new AssertedIdentity(Optional.empty(), false);

    static AssertedIdentity of(List<String> values) {
        List<String> uris = values.stream().map(AssertedIdentity::uri).toList();
        List<String> sip = uris.stream()
                .filter(uri ->
                        SipText.scheme(uri).equals("sip") || SipText.scheme(uri).equals("sips"))
                .toList();
        List<String> tel =
                uris.stream().filter(uri -> SipText.scheme(uri).equals("tel")).toList();
        if (sip.size() > 1 || tel.size() > 1 || sip.size() + tel.size() < uris.size()) {
            return MALFORMED;
        }
        return new AssertedIdentity(
                sip.stream().findFirst().or(() -> tel.stream().findFirst()), true);
    }

    private static String uri(String value) {
        return NameAddr.read(value)
                .map(NameAddr::uri)
                .filter(SipText::isUriText)
                .orElse("");
    }
}
