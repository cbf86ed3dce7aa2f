package io.pigw.gateway;

import io.pigw.gateway.forward.CspState;
import io.pigw.p2psip.NodeId;
import java.util.List;

/**
 * How a gateway is doing.
 *
 * @param id its ID
 * @param csps the connections to CSPs, by ID
 * @param pending messages and notices that have not ended
 */
public record GatewayStatus(NodeId id, List<CspState> csps, int pending) {

    /** Copies the list. */
    public GatewayStatus {
        csps = List.copyOf(csps);
    }

    /** How many CSPs are connected. */
    public int cspsUp() {
        return (int) csps.stream().filter(CspState::up).count();
    }
}
