package io.pigw.gateway.ua;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Sends MESSAGE to the core (RFC 3428 §4): no Contact, no dialog. Thread-safe; blocks nowhere. */
public final class UserAgent {

    private static final int REASON_STARTS = "SIP/2.0 200 ".length();

    private final RequestSender sender;
    private final Supplier<RouteSet> route;

    /**
     * @param route what Route says at the time; any thread
     */
    public UserAgent(RequestSender sender, Supplier<RouteSet> route) {
        this.sender = sender;
        this.route = route;
    }

    /**
     * Sends.
     *
     * @return the outcome, on any thread; never fails
     */
    public CompletionStage<SendOutcome> send(OutgoingMessage message) {
        return sender.send(request(message)).thenApply(UserAgent::outcome);
    }

    private SipRequest request(OutgoingMessage message) {
        List<HeaderField> fields = new ArrayList<>();
        if (!message.assertedIdentities().isEmpty()) {
            String identities = String.join(">, <", message.assertedIdentities());
            fields.add(new HeaderField("P-Asserted-Identity", "<" + identities + ">"));
        }
        message.inReplyTo().ifPresent(callId -> fields.add(new HeaderField("In-Reply-To", callId)));
        message.date().ifPresent(date -> fields.add(new HeaderField("Date", SipText.date(date))));
        return new SipRequest(
                "MESSAGE",
                message.requestUri(),
                message.fromUri(),
                message.fromTag(),
                message.toUri(),
                message.callId(),
                message.cseq(),
                message.branch(),
                message.maxForwards(),
                route.get(),
                fields,
                Optional.of(new SipRequest.Content(message.contentType(), message.body())));
    }

    private static SendOutcome outcome(RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Answered(int status, SipHead head) ->
                new SendOutcome.Final(status, reason(head.startLine()), RetryAfter.seconds(head));
            case RequestOutcome.TimedOut() -> new SendOutcome.TimedOut();
            case RequestOutcome.Failed(String why, boolean mayHaveArrived) ->
                new SendOutcome.Failed(why, mayHaveArrived);
        };
    }

    private static String reason(String line) {
        return line.length() > REASON_STARTS ? line.substring(REASON_STARTS) : "";
    }
}
