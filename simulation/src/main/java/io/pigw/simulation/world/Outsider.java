package io.pigw.simulation.world;

import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.simulation.network.Endpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate, its key and a place in the network.
 *
 * @param endpoint its links
 * @param signer its key
 */
public record Outsider(Endpoint endpoint, Signer signer) {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Sends a request; the list gets its one outcome when that is there. */
    public List<Outcome> request(NodeContact to, P2psipMessage message) {
        List<Outcome> outcomes = new ArrayList<>();
        endpoint.request(to, message, TIMEOUT, outcomes::add);
        return outcomes;
    }
}
