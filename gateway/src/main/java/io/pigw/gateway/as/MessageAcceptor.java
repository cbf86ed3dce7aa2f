package io.pigw.gateway.as;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Takes responsibility for a message, or says why not. */
@FunctionalInterface
public interface MessageAcceptor {

    /**
     * Accepts. Called on an event loop: returns at once. A failed stage is answered with 500. A stage that never completes holds
     * one of the places in flight for ever.
     *
     * @return the answer, on any thread; a success only once the message is safe
     */
    CompletionStage<Answer> accept(ImsMessage message);

    /**
     * Asked before a message is handed over: the answer where no message would be taken now, whichever it is. It costs the
     * sender's transaction nothing here. Called on event loops: returns at once.
     */
    default Optional<Answer> refusal() {
        return Optional.empty();
    }
}
