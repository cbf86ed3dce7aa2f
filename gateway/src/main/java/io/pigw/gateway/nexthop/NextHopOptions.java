package io.pigw.gateway.nexthop;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/**
 * How cores are found and judged.
 *
 * @param spoken the transports that the gateway has
 * @param families the addresses that it can dial
 * @param dns servers to ask in turn, at most 4; empty: those of the system
 * @param probe how often a silent hop is pinged; zero: never
 */
public record NextHopOptions(List<Transport> spoken, Families families, List<InetSocketAddress> dns, Duration probe) {

    /** Copies the lists. */
    public NextHopOptions {
        spoken = List.copyOf(spoken);
        dns = List.copyOf(dns);
    }

    boolean pings() {
        return probe.isPositive();
    }
}
