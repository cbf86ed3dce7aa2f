package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.Methods;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.Status;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests from the IMS side, as a terminating application server on ISC (TS 24.229 §5.7.2). What is refused is refused
 * without state. Called on event loops, several at once.
 */
public final class ApplicationServer {

    private static final Status ALIVE = Status.of(200, "OK");

    private final AsPorts ports;
    private final SipMetrics metrics;
    private final RequestChecks checks;
    private final MessageDoor messages;
    private final @Nullable RegistrationDoor registrations;
    private final HeaderField allow;

    private ApplicationServer(AsConfig config, OwnAddresses own, AsPorts ports, SipMetrics metrics) {
        this.ports = ports;
        this.metrics = metrics;
        this.checks = new RequestChecks(config, own);
        this.messages = new MessageDoor(checks, config, ports, metrics);
        this.registrations =
                ports.registrations() == null ? null : new RegistrationDoor(ports.registrations(), ports.random());
        this.allow = new HeaderField("Allow", "MESSAGE, OPTIONS" + (registrations == null ? "" : ", REGISTER"));
    }

    /** Serves the transport's requests until the transport is closed. */
    public static ApplicationServer serve(SipTransport transport, AsConfig config, AsPorts ports, SipMetrics metrics) {
        ApplicationServer server = new ApplicationServer(config, OwnAddresses.of(transport), ports, metrics);
        transport.onRequest(server::request);
        return server;
    }

    /** What part of the messages is let in, above 0 to 1: less than 1 under overload. Any thread. */
    public double admittedShare() {
        return messages.admittedShare(ports.clock().instant());
    }

    /** Messages handed over and not yet answered. Any thread. */
    public int inFlight() {
        return messages.inFlight();
    }

    private void request(IncomingRequest request) {
        switch (request.method()) {
            case "ACK" -> metrics.count(SipMetrics.DROPPED, "stray_ack");
            case "CANCEL" -> request.refuse(Status.of(481, "Call/Transaction Does Not Exist"));
            // Anybody's monitoring may ask, under overload too: it costs no state.
            case "OPTIONS" ->
                request.refuse(RequestChecks.scheme(request)
                        .or(() -> RequestChecks.require(request))
                        .orElseGet(() -> mayBeForged(request) ? ALIVE : capabilities()));
            default -> admitted(request);
        }
    }

    private void admitted(IncomingRequest request) {
        boolean trusted = checks.isTrusted(request);
        Optional<Status> refusal = checks.admission(trusted);
        if (refusal.isPresent()) {
            metrics.count(SipMetrics.REFUSED, "not_admitted");
            request.refuse(refusal.get());
        } else if (request.method().equals("MESSAGE")) {
            messages.request(request, trusted);
        } else if (request.method().equals("REGISTER") && registrations != null) {
            registrations.request(request, trusted);
        } else if (Methods.isKnown(request.method())) {
            request.refuse(new Status(405, "Method Not Allowed", List.of(allow)));
        } else {
            request.refuse(new Status(501, "Not Implemented", List.of(allow)));
        }
    }

    /** A datagram's sender is whoever it names: nobody is sent much more than was asked, so that nobody else is flooded through here. */
    private boolean mayBeForged(IncomingRequest request) {
        return request.transport().equals("UDP") && !checks.isTrusted(request);
    }

    /** RFC 3261 §11.2. An empty Supported says that no extension is; any language will do for a reason phrase. */
    private Status capabilities() {
        return new Status(
                200,
                "OK",
                List.of(
                        allow,
                        checks.accept(),
                        new HeaderField("Accept-Encoding", "identity"),
                        new HeaderField("Accept-Language", "*"),
                        new HeaderField("Supported", "")));
    }
}
