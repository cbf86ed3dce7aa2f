package io.pigw.gateway.ua;

import java.util.concurrent.CompletableFuture;

/**
 * A message on its way, through one attempt or two.
 *
 * @param message what is sent
 * @param outcome completed once
 */
record Flight(OutgoingMessage message, CompletableFuture<SendOutcome> outcome) {

    Flight(OutgoingMessage message) {
        this(message, new CompletableFuture<>());
    }
}
