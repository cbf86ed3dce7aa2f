package io.pigw.gateway.registration;

import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the core granted.
 *
 * @param until when it ends
 * @param lifetime how long it lasts in all
 * @param serviceRoute values for Route of what we send, in order (RFC 3608 §6)
 * @param associatedUris the identities that are registered along, URIs (P-Associated-URI, RFC 7315 §4.1)
 */
public record Binding(Instant until, Duration lifetime, List<String> serviceRoute, List<String> associatedUris) {

    private static final int MAX_ROUTES = 8;
    private static final int MAX_URIS = 32;

    /** Copies the lists. */
    public Binding {
        serviceRoute = List.copyOf(serviceRoute);
        associatedUris = List.copyOf(associatedUris);
    }

    /**
     * Reads a 200 to REGISTER (RFC 3261 §10.2.4).
     *
     * @return nothing if our binding is not in it
     */
    static Optional<Binding> of(SipHead head, String contactUri, Instant now) {
        return seconds(head, contactUri).filter(seconds -> seconds > 0).map(seconds -> {
            Duration lifetime = Duration.ofSeconds(seconds);
            return new Binding(
                    now.plus(lifetime),
                    lifetime,
                    head.list("Service-Route").stream()
                            .filter(Binding::isRoute)
                            .limit(MAX_ROUTES)
                            .toList(),
                    head.list("P-Associated-URI").stream()
                            .map(Binding::uri)
                            .filter(SipText::isUriText)
                            .limit(MAX_URIS)
                            .toList());
        });
    }

    private static boolean isRoute(String value) {
        int close = value.indexOf('>');
        return value.startsWith("<")
                && close > 0
                && SipText.isUriText(value.substring(1, close))
                && SipText.isOneLine(value);
    }

    /** The expiry of our contact; of the only one there is, where a proxy has rewritten it; or what Expires says. */
    private static Optional<Long> seconds(SipHead head, String contactUri) {
        List<String> contacts = head.list("Contact");
        Optional<Long> general = head.first("Expires").map(SipText::decimal).filter(value -> value >= 0);
        Optional<String> ours = contacts.stream()
                .filter(contact -> bare(uri(contact)).equals(bare(contactUri)))
                .findFirst()
                .or(() -> contacts.size() == 1 ? Optional.of(contacts.getFirst()) : Optional.empty());
        return ours.flatMap(Binding::expires).or(() -> ours.isPresent() ? general : Optional.empty());
    }

    private static Optional<Long> expires(String contact) {
        int close = contact.indexOf('>');
        for (String parameter : contact.substring(close + 1).split(";")) {
            String text = parameter.strip();
            if (text.regionMatches(true, 0, "expires=", 0, 8)) {
                long value = SipText.decimal(text.substring(8).replace("\"", "").strip());
                return value < 0 ? Optional.empty() : Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static String uri(String nameAddr) {
        int open = nameAddr.indexOf('<');
        int close = nameAddr.indexOf('>', open + 1);
        if (open >= 0 && close > open) {
            return nameAddr.substring(open + 1, close);
        }
        int semicolon = nameAddr.indexOf(';');
        return (semicolon < 0 ? nameAddr : nameAddr.substring(0, semicolon)).strip();
    }

    private static String bare(String uri) {
        int semicolon = uri.indexOf(';', Math.max(uri.indexOf('@'), 0));
        return (semicolon < 0 ? uri : uri.substring(0, semicolon)).toLowerCase(Locale.ROOT);
    }

    /** When to refresh it: 600 s before its end, or halfway where it lasts 1200 s or less (TS 24.229 §5.1.1.4.1). */
    Duration refreshAfter() {
        Duration early = Duration.ofMinutes(10);
        return lifetime.compareTo(early.multipliedBy(2)) > 0 ? lifetime.minus(early) : lifetime.dividedBy(2);
    }
}
