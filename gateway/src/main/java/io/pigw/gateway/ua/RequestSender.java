package io.pigw.gateway.ua;

import java.util.concurrent.CompletionStage;

/** Sends requests to the core, at one hop after the other until one takes it (RFC 3263 §4.3). Thread-safe; blocks nowhere. */
@FunctionalInterface
public interface RequestSender {

    /**
     * Sends.
     *
     * @return the outcome, on any thread; never fails
     */
    CompletionStage<RequestOutcome> send(SipRequest request);
}
