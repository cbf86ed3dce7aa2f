package io.pigw.gateway.registration;

import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.sip.SipHead;
import io.pigw.gateway.sip.SipText;
import java.util.List;
import java.util.Optional;

/** Meets what the core asks for before it grants: an answer to its challenge, or a longer expiry. On the loop. */
final class Challenges {

    /** The attempt that the core wants something of. */
    interface Attempt {
        /** Whether answers still count for it. */
        boolean isUnderWay(Exchange exchange);

        void send(Exchange exchange, IsimIdentity known, RegisterRequest request);

        void fail(Exchange exchange, String why, Pause after);
    }

    private final Authenticator authenticator;
    private final RegisterWriter writer;
    private final Attempt attempt;

    Challenges(Authenticator authenticator, RegisterWriter writer, Attempt attempt) {
        this.authenticator = authenticator;
        this.writer = writer;
        this.attempt = attempt;
    }

    /**
     * Answers a 401 or 407.
     *
     * @param from WWW-Authenticate or Proxy-Authenticate
     * @param into Authorization or Proxy-Authorization
     */
    void answer(Exchange exchange, IsimIdentity known, SipHead head, String from, String into) {
        List<DigestChallenge> challenges = head.all(from).stream()
                .map(DigestChallenge::parse)
                .flatMap(Optional::stream)
                .toList();
        if (challenges.isEmpty()) {
            attempt.fail(exchange, "the core's challenge is no digest that could be answered", Pause.LONGEST);
            return;
        }
        // RFC 8760 §2.4: the topmost that is supported.
        DigestChallenge chosen = challenges.stream()
                .filter(challenge -> DigestAlgorithm.of(challenge.algorithm()).isPresent())
                .findFirst()
                .orElse(challenges.getFirst());
        answer(exchange, known, chosen, into);
    }

    /** Answers a challenge, be it of this attempt or announced for it. */
    void answer(Exchange exchange, IsimIdentity known, DigestChallenge challenge, String into) {
        authenticator.secret(challenge, secret -> {
            if (attempt.isUnderWay(exchange)) {
                onSecret(exchange, known, challenge, secret, into);
            }
        });
    }

    private void onSecret(
            Exchange exchange, IsimIdentity known, DigestChallenge challenge, Secret secret, String into) {
        if (secret instanceof Secret.None(String why)) {
            attempt.fail(exchange, why, Pause.GROWING);
            return;
        }
        Optional<String> refused = exchange.refusesToAnswer(secret instanceof Secret.Password);
        if (refused.isPresent()) {
            attempt.fail(exchange, refused.get(), Pause.LONGEST);
            return;
        }
        attempt.send(exchange, known, writer.answer(known, exchange, challenge, secret, into));
    }

    /** Asks for longer after a 423 (RFC 3261 §10.2.8). */
    void raise(Exchange exchange, IsimIdentity known, SipHead head) {
        long seconds = head.first("Min-Expires").map(SipText::decimal).orElse(-1L);
        if (exchange.raise(seconds)) {
            attempt.send(exchange, known, writer.first(known, exchange, exchange.session()));
        } else {
            attempt.fail(
                    exchange,
                    "answered 423, and asks for an expiry that cannot be given: " + seconds + " s",
                    Pause.LONGEST);
        }
    }
}
