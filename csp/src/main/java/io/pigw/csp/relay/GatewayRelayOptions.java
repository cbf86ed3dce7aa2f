package io.pigw.csp.relay;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import java.time.Duration;
import java.util.Set;

/**
 * How a CSP treats what gateways send.
 *
 * @param overlay its name
 * @param self the CSP and where it listens
 * @param ring IDs outside it do not exist
 * @param csps IDs that are no peers'
 * @param answerTimeout how long the destination may take, dialling included
 * @param maxUnderWay the most deliveries at once
 */
public record GatewayRelayOptions(
        String overlay, NodeContact self, Ring ring, Set<NodeId> csps, Duration answerTimeout, int maxUnderWay) {

    /** Copies the set. */
    public GatewayRelayOptions {
        csps = Set.copyOf(csps);
    }
}
