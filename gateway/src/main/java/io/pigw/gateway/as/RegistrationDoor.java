package io.pigw.gateway.as;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.Status;
import io.pigw.overlay.limit.RetryAfter;
import java.util.List;
import java.util.random.RandomGenerator;

/** Lets third-party REGISTERs in, from the trust domain alone (TS 24.229 §5.7.1.1). Called on event loops, several at once. */
final class RegistrationDoor {

    /** Handed over and not yet answered; more get 503. */
    private static final int MAX_IN_FLIGHT = 1_000;

    private static final int RETRY_SECONDS = 2;

    private final RegistrationAcceptor acceptor;
    private final RandomGenerator random;
    private final Ongoing ongoing = new Ongoing(MAX_IN_FLIGHT);

    RegistrationDoor(RegistrationAcceptor acceptor, RandomGenerator random) {
        this.acceptor = acceptor;
        this.random = random;
    }

    void request(IncomingRequest request, boolean trusted) {
        if (!trusted) {
            request.refuse(Status.of(403, "Not of the Trust Domain"));
            return;
        }
        if (ongoing.isRetransmission(request)) {
            return;
        }
        switch (RegistrationReader.read(request)) {
            case RegistrationReader.Outcome.Refused refused -> request.refuse(refused.status());
            case RegistrationReader.Outcome.Read read -> admit(request, read.registration());
        }
    }

    private void admit(IncomingRequest request, ThirdPartyRegistration registration) {
        switch (ongoing.enter(request, registration.publicIdentity())) {
            case RETRANSMISSION -> {}
            case MERGED -> request.refuse(Status.of(482, "Loop Detected"));
            case FULL, SHARE_USED ->
                request.refuse(new Status(
                        503,
                        "Service Unavailable",
                        List.of(new HeaderField(
                                "Retry-After", Integer.toString(RetryAfter.jittered(RETRY_SECONDS, random))))));
            case ENTERED -> {
                Ongoing.Key key = Ongoing.Key.of(request);
                Handover.of(request, () -> acceptor.register(registration), () -> ongoing.leave(key));
            }
        }
    }
}
