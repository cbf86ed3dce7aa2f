package io.pigw.gateway.registration;

import io.pigw.gateway.sip.NameAddr;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.ua.RouteSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the core granted.
 *
 * @param until when it ends
 * @param lifetime how long it lasts in all
 * @param serviceRoute values for Route of what we send, in order (RFC 3608 §6)
 * @param associatedUris the identities that are registered along, URIs (P-Associated-URI, RFC 7315 §4.1)
 */
public record Binding(Instant until, Duration lifetime, List<String> serviceRoute, List<String> associatedUris) {

    private static final int MAX_URIS = 32;

    /** Copies the lists. */
    public Binding {
        serviceRoute = List.copyOf(serviceRoute);
        associatedUris = List.copyOf(associatedUris);
    }

    /**
     * Reads a 200 to REGISTER (RFC 3261 §10.2.4) that has no {@linkplain #badRoute bad route}.
     *
     * @return nothing if our binding is not in it
     */
    static Optional<Binding> of(SipHead head, String contactUri, Instant now) {
        return seconds(head, contactUri).filter(seconds -> seconds > 0).map(seconds -> {
            Duration lifetime = Duration.ofSeconds(seconds);
            return new Binding(
                    now.plus(lifetime),
                    lifetime,
                    routes(head).toList(),
                    head.list("P-Associated-URI").stream()
                            .map(Binding::uri)
                            .filter(SipText::isUriText)
                            .limit(MAX_URIS)
                            .toList());
        });
    }

    /** What is wrong with the Service-Route, if something is: requests along a part of it would go astray. */
    static Optional<String> badRoute(SipHead head) {
        int values = head.list("Service-Route").size();
        if (values > RouteSet.MAX_ROUTES) {
            return Optional.of("the core's Service-Route has " + values + " values, and " + RouteSet.MAX_ROUTES
                    + " are taken: shorten it");
        }
        return routes(head).count() < values
                ? Optional.of("the core's Service-Route is malformed (RFC 3608 §5)")
                : Optional.empty();
    }

    private static Stream<String> routes(SipHead head) {
        return head.list("Service-Route").stream().map(NameAddr::route).flatMap(Optional::stream);
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
