package io.pigw.gateway.registration;

import io.pigw.gateway.ua.RequestOutcome;
import io.pigw.gateway.ua.RequestSender;
import io.pigw.gateway.ua.RouteSet;
import io.pigw.gateway.ua.SipRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Sends REGISTER as the user agent sends everything. */
final class SenderRegistrar implements Registrar {

    private static final int MAX_FORWARDS = 70;

    private final RequestSender sender;
    private final Executor loop;

    SenderRegistrar(RequestSender sender, Executor loop) {
        this.sender = sender;
        this.loop = loop;
    }

    @Override
    public void send(RegisterRequest request, Consumer<Outcome> then) {
        SipRequest wire = new SipRequest(
                "REGISTER",
                request.requestUri(),
                request.addressOfRecord(),
                request.fromTag(),
                request.addressOfRecord(),
                request.callId(),
                request.cseq(),
                "z9hG4bK" + request.callId() + request.cseq(),
                MAX_FORWARDS,
                new RouteSet(List.of(), Optional.of(request.callId())),
                request.headers(),
                Optional.empty());
        sender.send(wire).thenAccept(outcome -> loop.execute(() -> then.accept(read(outcome))));
    }

    private static Outcome read(RequestOutcome outcome) {
        return switch (outcome) {
            case RequestOutcome.Answered answered -> new Outcome.Answered(answered.status(), answered.head());
            case RequestOutcome.TimedOut() -> new Outcome.Lost("the core did not answer");
            case RequestOutcome.Failed failed -> new Outcome.Lost(failed.why());
        };
    }
}
