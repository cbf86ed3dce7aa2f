package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.sip.Status;
import io.pigw.p2psip.HostPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a UAS checks in a MESSAGE before it acts on it, in the order of RFC 3261 §8.2: the request's scheme and loops, then
 * required extensions, then the content. Holds no state.
 */
final class RequestChecks {

    private static final List<String> SCHEMES = List.of("sip", "sips", "tel");

    private final AsConfig config;
    private final String ownSentBy;
    private final HeaderField accept;

    RequestChecks(AsConfig config, HostPort advertised) {
        this.config = config;
        this.ownSentBy = advertised.toString();
        this.accept = new HeaderField("Accept", String.join(", ", config.acceptedTypes()));
    }

    HeaderField accept() {
        return accept;
    }

    /** The status that the first failed check earns. */
    Optional<Status> refusal(IncomingRequest request) {
        return scheme(request)
                .or(() -> loop(request))
                .or(() -> require(request))
                .or(() -> content(request))
                .or(() -> maxForwards(request));
    }

    private static Optional<Status> scheme(IncomingRequest request) {
        return SCHEMES.contains(SipText.scheme(request.uri()))
                ? Optional.empty()
                : Optional.of(Status.of(416, "Unsupported URI Scheme"));
    }

    /** RFC 3261 §16.3 step 4: it has been here before. */
    private Optional<Status> loop(IncomingRequest request) {
        for (String via : request.head().list("Via")) {
            if (sentBy(via).equalsIgnoreCase(ownSentBy)) {
                return Optional.of(Status.of(482, "Loop Detected"));
            }
        }
        return Optional.empty();
    }

    /** RFC 3261 §8.2.2.3. No extension is supported. */
    private static Optional<Status> require(IncomingRequest request) {
        List<String> required = request.head().list("Require");
        return required.isEmpty()
                ? Optional.empty()
                : Optional.of(new Status(
                        420, "Bad Extension", List.of(new HeaderField("Unsupported", String.join(", ", required)))));
    }

    /** RFC 3261 §8.2.3, RFC 3428 §5. */
    private Optional<Status> content(IncomingRequest request) {
        List<String> encodings = request.head().list("Content-Encoding");
        boolean encoded = encodings.stream().anyMatch(encoding -> !encoding.equalsIgnoreCase("identity"));
        if (encoded) {
            return Optional.of(new Status(
                    415, "Unsupported Media Type", List.of(accept, new HeaderField("Accept-Encoding", "identity"))));
        }
        if (!config.acceptedTypes().contains(mediaType(contentType(request)))) {
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

    private static String mediaType(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.replace(" ", "").replace("\t", "").toLowerCase(Locale.ROOT);
    }

    private static String sentBy(String via) {
        int semicolon = via.indexOf(';');
        String front = (semicolon < 0 ? via : via.substring(0, semicolon)).strip();
        return front.substring(Math.max(front.lastIndexOf(' '), front.lastIndexOf('\t')) + 1);
    }
}
