package io.pigw.gateway.as;

import io.pigw.gateway.sip.SipTransport;
import io.pigw.p2psip.HostPort;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What our own Via says, over each transport. */
final class OwnAddresses {

    private static final Pattern VIA = Pattern.compile(
            "SIP\\s*/\\s*2\\.0\\s*/\\s*([A-Za-z]+)\\s+(\\[[^\\]]*\\]|[^\\s:;]+)\\s*(?::\\s*([0-9]{1,5}))?\\s*(?:;.*)?",
            Pattern.CASE_INSENSITIVE);

    private final Set<String> addresses = new HashSet<>();

    OwnAddresses(List<HostPort> advertised) {
        advertised.forEach(address -> addresses.add(address.toString().toLowerCase(Locale.ROOT)));
    }

    static OwnAddresses of(SipTransport transport) {
        return new OwnAddresses(List.of("UDP", "TCP", "TLS").stream()
                .filter(transport::speaks)
                .map(transport::advertised)
                .toList());
    }

    /** Whether a Via value names us; without a port it means 5060, or 5061 for TLS (RFC 3261 §18.1.1). */
    boolean isOf(String via) {
        Matcher matcher = VIA.matcher(via);
        if (!matcher.matches()) {
            return false;
        }
        String usual = matcher.group(1).equalsIgnoreCase("TLS") ? "5061" : "5060";
        String port = matcher.group(3) == null ? usual : matcher.group(3);
        return addresses.contains((matcher.group(2) + ":" + port).toLowerCase(Locale.ROOT));
    }
}
