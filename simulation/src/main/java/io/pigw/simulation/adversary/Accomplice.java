package io.pigw.simulation.adversary;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.simulation.network.Endpoint;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * A bad node's means: its own key and links, and nothing of anybody else's.
 *
 * @param local its place
 * @param endpoint its links, past the product's code
 * @param signer its key
 * @param random of its choices
 * @param conspiracy the other bad nodes
 * @param met honest and bad nodes that it has heard from
 */
record Accomplice(
        LocalNode local,
        Endpoint endpoint,
        Signer signer,
        RandomGenerator random,
        Conspiracy conspiracy,
        Acquaintances met) {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    NodeId id() {
        return local.id();
    }

    Transaction freshTransaction() {
        return Transaction.mint(random);
    }

    /** Sends a request and does not care for the answer. */
    void request(NodeContact to, P2psipMessage request) {
        if (!to.id().equals(id())) {
            endpoint.request(to, request, PATIENCE, _ -> {});
        }
    }

    /** Says that it took a ping, as an honest node would. */
    PingReceipt receipt(PingRequest ping) {
        Bytes content = SignedContent.pingReceipt(local.overlay(), ping.route(), local.contact());
        Identity identity =
                new Identity(signer.sign(content), signer.certificate().der());
        return new PingReceipt(ping.transaction(), local.contact(), identity);
    }

    Bytes randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.copyOf(bytes);
    }
}
