package io.pigw.gateway.as;

import io.pigw.gateway.sip.IncomingRequest;
import io.pigw.gateway.sip.PendingAnswer;
import io.pigw.gateway.sip.Status;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a transaction for a request and answers it once whoever takes it has decided. */
final class Handover {

    private static final Logger LOG = LoggerFactory.getLogger(Handover.class);

    private Handover() {}

    /**
     * Hands over, unless there is a transaction already.
     *
     * @param accepting takes the request; called once at most
     * @param left is run once, on any thread, when the request has been decided on or was not handed over
     */
    static void of(IncomingRequest request, Supplier<CompletionStage<Answer>> accepting, Runnable left) {
        Optional<PendingAnswer> pending = request.open();
        if (pending.isEmpty()) {
            left.run();
            return;
        }
        CompletionStage<Answer> decided;
        try {
            decided = accepting.get();
        } catch (RuntimeException e) {
            left.run();
            finish(pending.get(), null, e);
            return;
        }
        decided.whenComplete((answer, failure) -> {
            left.run();
            finish(pending.get(), answer, failure);
        });
    }

    private static void finish(PendingAnswer pending, @Nullable Answer answer, @Nullable Throwable failure) {
        if (answer == null) {
            LOG.atError().setCause(failure).log("A request could not be accepted");
            pending.send(Status.of(500, "Server Internal Error"));
        } else {
            pending.send(status(answer));
        }
    }

    static Status status(Answer answer) {
        return new Status(answer.status(), answer.reason(), answer.headers());
    }
}
