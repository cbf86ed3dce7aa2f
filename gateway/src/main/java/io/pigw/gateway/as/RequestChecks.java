package io.pigw.gateway.as;

import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.sip.Status;
import java.util.List;
import java.util.Optional;

/**
 * What a UAS checks in a request before it acts on it, in the order of RFC 3261 §8.2: who asks, then the Request-URI's scheme and
 * loops, then required extensions, then the content. Route, Record-Route and Proxy-Require are for proxies: a UAS reads none of
 * them (RFC 3261 §16.4, §20.29), and MESSAGE makes no dialog whose route set they would be (RFC 3428 §4). Holds no state.
 */
final class RequestChecks {

    private static final List<String> SCHEMES = List.of("sip", "sips", "tel");
    private static final Status FORBIDDEN = Status.of(403, "Not of the Trust Domain");

    private final AsConfig config;
    private final OwnAddresses own;
    private final HeaderField accept;

    RequestChecks(AsConfig config, OwnAddresses own) {
        this.config = config;
        this.own = own;
        this.accept = new HeaderField("Accept", String.join(", ", config.acceptedTypes()));
    }

    HeaderField accept() {
        return accept;
    }

    /** Whether it comes from the trust domain. */
    boolean isTrusted(IncomingRequest request) {
        return config.trustDomain().contains(request.source().host(), request.peerNames());
    }

    /** The status that whoever may not ask at all earns. */
    Optional<Status> admission(boolean trusted) {
        return trusted || config.admit() == Admit.ANYONE ? Optional.empty() : Optional.of(FORBIDDEN);
    }

    /** The status that the first failed check of a MESSAGE earns. */
    Optional<Status> ofMessage(IncomingRequest request) {
        return scheme(request)
                .or(() -> loop(request))
                .or(() -> require(request))
                .or(() -> encoding(request, accept))
                .or(() -> content(request))
                .or(() -> maxForwards(request));
    }

    /** RFC 3261 §8.2.2.1. */
    static Optional<Status> scheme(IncomingRequest request) {
        return SCHEMES.contains(SipText.scheme(request.uri()))
                ? Optional.empty()
                : Optional.of(Status.of(416, "Unsupported URI Scheme"));
    }

    /**
     * RFC 3261 §16.3 step 4: it has been here before, looped or spiralling. A UAS sends nothing on that could come back rightly, so a
     * spiral through the core and back to the overlay is refused as well.
     */
    private Optional<Status> loop(IncomingRequest request) {
        return request.head().list("Via").stream().anyMatch(own::isOf)
                ? Optional.of(Status.of(482, "Loop Detected"))
                : Optional.empty();
    }

    /** RFC 3261 §8.2.2.3. No extension is supported. */
    static Optional<Status> require(IncomingRequest request) {
        List<String> required = request.head().list("Require");
        return required.isEmpty()
                ? Optional.empty()
                : Optional.of(new Status(
                        420, "Bad Extension", List.of(new HeaderField("Unsupported", String.join(", ", required)))));
    }

    /** RFC 3261 §8.2.3: bodies are taken as they are. */
    static Optional<Status> encoding(IncomingRequest request, HeaderField accept) {
        boolean encoded = request.head().list("Content-Encoding").stream()
                .anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
        return encoded
                ? Optional.of(new Status(
                        415, "Unsupported Media Type", List.of(accept, new HeaderField("Accept-Encoding", "identity"))))
                : Optional.empty();
    }

    /** RFC 3261 §8.2.3, RFC 3428 §7. */
    private Optional<Status> content(IncomingRequest request) {
        if (!config.acceptedTypes().contains(CpimMessage.mediaType(contentType(request)))) {
            return Optional.of(new Status(415, "Unsupported Media Type", List.of(accept)));
        }
        return request.body().size() > config.maxBodyBytes()
                ? Optional.of(Status.of(413, "Request Entity Too Large"))
                : Optional.empty();
    }

    private static Optional<Status> maxForwards(IncomingRequest request) {
        return request.maxForwards() == 0 ? Optional.of(Status.of(483, "Too Many Hops")) : Optional.empty();
    }

    /** The Content-Type as written; a body needs one (RFC 3261 §20.15), an empty message may do without. */
    static String contentType(IncomingRequest request) {
        String none = request.body().isEmpty() ? "text/plain" : "";
        return request.head().first("Content-Type").orElse(none);
    }
}
