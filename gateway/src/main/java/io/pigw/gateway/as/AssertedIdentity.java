package io.pigw.gateway.as;

import io.pigw.gateway.sip.SipText;
import java.util.List;
import java.util.Optional;

/** Reads P-Asserted-Identity (RFC 3325 §9.1): one sip or sips URI, one tel URI, or both. */
final class AssertedIdentity {

    private static final int MAX_VALUES = 2;

    private AssertedIdentity() {}

    /** The sip URI, else the tel URI; nothing if what stands there is neither. */
    static Optional<String> of(List<String> values) {
        if (values.size() > MAX_VALUES) {
            return Optional.empty();
        }
        List<String> uris = values.stream().map(AssertedIdentity::uri).toList();
        return uris.stream()
                .filter(uri -> SipText.scheme(uri).startsWith("sip"))
                .findFirst()
                .or(() -> uris.stream()
                        .filter(uri -> SipText.scheme(uri).equals("tel"))
                        .findFirst());
    }

    private static String uri(String value) {
        int open = value.lastIndexOf('<');
        int close = value.indexOf('>', open + 1);
        String uri = open >= 0 && close > 0 ? value.substring(open + 1, close) : value;
        return SipText.isUriText(uri) ? uri : "";
    }
}
