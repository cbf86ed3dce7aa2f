package io.pigw.gateway;

import io.pigw.gateway.outbox.Attempt;
import io.pigw.gateway.outbox.Carrier;
import io.pigw.gateway.outbox.Lease;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.translate.Codes;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.gateway.ua.SendOutcome;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.trace.MessageTrace;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/** Delivers to IMS clients through the core (the paper, §3.2 steps 5 and 6). */
final class ImsCarrier implements Carrier {

    private static final long MAX_RETRY_AFTER_SECONDS = 3_600;

    private final NodeId self;
    private final Function<OutgoingMessage, CompletionStage<SendOutcome>> userAgent;
    private final Executor loop;
    private final MessageTrace trace;

    ImsCarrier(
            NodeId self,
            Function<OutgoingMessage, CompletionStage<SendOutcome>> userAgent,
            Executor loop,
            MessageTrace trace) {
        this.self = self;
        this.userAgent = userAgent;
        this.loop = loop;
        this.trace = trace;
    }

    @Override
    public void attempt(Lease lease, Consumer<Attempt> then) {
        if (!(lease.entry().payload() instanceof Payload.ToIms payload)) {
            throw new IllegalArgumentException("not for IMS");
        }
        String target = payload.message().toUri().replaceFirst("^sip:", "");
        CallId callId = payload.callId();
        trace.record(callId, self.toString(), target, payload.isNotice() ? "SIP MESSAGE (notice)" : "SIP MESSAGE");
        userAgent
                .apply(payload.message())
                .whenComplete((outcome, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        then.accept(later(true, Duration.ZERO, "the user agent failed: " + failure));
                        return;
                    }
                    if (outcome instanceof SendOutcome.Final answer) {
                        trace.record(callId, target, self.toString(), "SIP " + answer.status());
                    }
                    then.accept(attempt(outcome));
                }));
    }

    private static Attempt attempt(SendOutcome outcome) {
        return switch (outcome) {
            case SendOutcome.Final(int status, String _, OptionalLong retryAfterSeconds) -> {
                Duration wait = Duration.ofSeconds(Math.clamp(retryAfterSeconds.orElse(0), 0, MAX_RETRY_AFTER_SECONDS));
                yield switch (Codes.ofSip(status)) {
                    case DELIVERED -> new Attempt.Delivered();
                    case REFUSED -> new Attempt.Refused(false, "answered " + status);
                    case REFUSED_UNCERTAIN -> new Attempt.Refused(true, "answered " + status);
                    case TRY_AGAIN -> later(false, wait, "answered " + status);
                    case TRY_AGAIN_UNCERTAIN -> later(true, wait, "answered " + status);
                };
            }
            case SendOutcome.TimedOut() -> later(true, Duration.ZERO, "no final answer");
            case SendOutcome.Failed(String why, boolean mayHaveArrived) -> later(mayHaveArrived, Duration.ZERO, why);
        };
    }

    private static Attempt later(boolean mayHaveArrived, Duration notBefore, String reason) {
        return new Attempt.Unfinished(mayHaveArrived, false, false, List.of(), notBefore, reason);
    }
}
