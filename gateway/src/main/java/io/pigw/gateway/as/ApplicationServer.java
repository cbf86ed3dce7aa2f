package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.PendingAnswer;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipText;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.Status;
import io.pigw.p2psip.HostPort;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests from the IMS side. A MESSAGE in order is handed over exactly once for each client transaction; what is refused
 * is refused without state. Called on event loops, several at once.
 */
public final class ApplicationServer {

    private static final Logger LOG = LoggerFactory.getLogger(ApplicationServer.class);
    private static final HeaderField ALLOW = new HeaderField("Allow", "MESSAGE, OPTIONS");

    private final AsConfig config;
    private final MessageAcceptor acceptor;
    private final SipMetrics metrics;
    private final RequestChecks checks;
    private final Ongoing ongoing;

    private ApplicationServer(AsConfig config, HostPort advertised, MessageAcceptor acceptor, SipMetrics metrics) {
        this.config = config;
        this.acceptor = acceptor;
        this.metrics = metrics;
        this.checks = new RequestChecks(config, advertised);
        this.ongoing = new Ongoing(config.maxInFlight());
    }

    /** Serves the transport's requests until the transport is closed. */
    public static ApplicationServer serve(
            SipTransport transport, AsConfig config, MessageAcceptor acceptor, SipMetrics metrics) {
        ApplicationServer server = new ApplicationServer(config, transport.advertised(), acceptor, metrics);
        transport.onRequest(server::request);
        return server;
    }

    private void request(IncomingRequest request) {
        switch (request.method()) {
            case "MESSAGE" -> message(request);
            case "OPTIONS" -> request.refuse(capabilities());
            case "ACK" -> metrics.count(SipMetrics.DROPPED, "stray_ack");
            case "CANCEL" -> request.refuse(Status.of(481, "Call/Transaction Does Not Exist"));
            default -> request.refuse(new Status(405, "Method Not Allowed", List.of(ALLOW)));
        }
    }

    /** RFC 3261 §11.2. */
    private Status capabilities() {
        return new Status(200, "OK", List.of(ALLOW, checks.accept(), new HeaderField("Accept-Encoding", "identity")));
    }

    private void message(IncomingRequest request) {
        if (ongoing.isRetransmission(request)) {
            return;
        }
        Optional<Status> refusal = checks.refusal(request);
        if (refusal.isPresent()) {
            request.refuse(refusal.get());
            return;
        }
        switch (ongoing.enter(request)) {
            case FULL ->
                request.refuse(new Status(
                        503,
                        "Service Unavailable",
                        List.of(new HeaderField("Retry-After", Integer.toString(config.retryAfterSeconds())))));
            case MERGED -> request.refuse(Status.of(482, "Loop Detected"));
            case ENTERED -> handOver(request);
        }
    }

    private void handOver(IncomingRequest request) {
        Ongoing.Key key = Ongoing.Key.of(request);
        Optional<PendingAnswer> pending = request.open();
        if (pending.isEmpty()) {
            ongoing.leave(key);
            return;
        }
        CompletionStage<Answer> accepting;
        try {
            accepting = acceptor.accept(read(request));
        } catch (RuntimeException e) {
            finish(key, pending.get(), null, e);
            return;
        }
        accepting.whenComplete((answer, failure) -> finish(key, pending.get(), answer, failure));
    }

    private void finish(Ongoing.Key key, PendingAnswer pending, @Nullable Answer answer, @Nullable Throwable failure) {
        ongoing.leave(key);
        if (answer == null) {
            LOG.atError().setCause(failure).log("A message could not be accepted");
            pending.send(Status.of(500, "Server Internal Error"));
        } else {
            pending.send(new Status(answer.status(), answer.reason(), answer.headers()));
        }
    }

    private ImsMessage read(IncomingRequest request) {
        boolean trusted = config.trustDomain().contains(request.source().host());
        Optional<String> asserted =
                trusted ? AssertedIdentity.of(request.head().list("P-Asserted-Identity")) : Optional.empty();
        boolean anonymous = request.head().all("Privacy").stream()
                .flatMap(value -> List.of(value.split("[;,]")).stream())
                .anyMatch(value -> value.strip().toLowerCase(Locale.ROOT).equals("id"));
        return new ImsMessage(
                request.uri(),
                request.fromUri(),
                request.fromTag(),
                request.toUri(),
                request.callId(),
                request.cseq(),
                asserted,
                anonymous,
                request.head().first("Date").flatMap(SipText::date),
                request.maxForwards(),
                RequestChecks.contentType(request),
                request.body(),
                request.source(),
                request.transport());
    }
}
