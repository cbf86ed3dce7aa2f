package io.pigw.gateway;

import io.netty.util.NetUtil;
import io.pigw.gateway.ua.RouteSet;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Default;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the servers of the IMS core are found, watched and used.
 *
 * @param dns DNS servers to ask in turn, by address; none: those of the system
 * @param probe how often a server that was silent is asked by OPTIONS whether it is there; 0s: never
 * @param route what Route says in requests to the core, outermost first: {@code <sip:host;lr>}
 */
public record NextHopConfig(
        @Default("[]") List<HostPort> dns,
        @Default("30s") Duration probe,
        @Default("[]") List<String> route) {

    private static final int MAX_DNS_SERVERS = 4;
    private static final Duration SHORTEST_PROBE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PROBE = Duration.ofHours(1);

    /** What is not configured. */
    public static final NextHopConfig DEFAULT = new NextHopConfig(List.of(), Duration.ofSeconds(30), List.of());

    /** A core that is never asked whether it is there. */
    public static final NextHopConfig UNWATCHED = new NextHopConfig(List.of(), Duration.ZERO, List.of());

    /** Checks the values. */
    public NextHopConfig {
        dns = List.copyOf(dns);
        if (dns.size() > MAX_DNS_SERVERS) {
            throw new IllegalArgumentException("sip.nextHop.dns: at most " + MAX_DNS_SERVERS + " servers");
        }
        if (!dns.stream().allMatch(server -> isAddress(server.host()) && server.port() > 0)) {
            throw new IllegalArgumentException("sip.nextHop.dns: a server is written ADDRESS:PORT, mostly port 53");
        }
        if (!probe.isZero() && (probe.compareTo(SHORTEST_PROBE) < 0 || probe.compareTo(LONGEST_PROBE) > 0)) {
            throw new IllegalArgumentException("sip.nextHop.probe must be 1s to 1h, or 0s for none");
        }
        route = new RouteSet(route, Optional.empty()).routes();
    }

    List<InetSocketAddress> dnsServers() {
        return dns.stream()
                .map(server -> new InetSocketAddress(
                        NetUtil.createInetAddressFromIpAddressString(server.host()), server.port()))
                .toList();
    }

    /** What Route says: the way that the registration gave, or the one that is configured. */
    RouteSet routeSet(RouteSet registered) {
        return registered.routes().isEmpty() ? new RouteSet(route, registered.affinity()) : registered;
    }

    private static boolean isAddress(String host) {
        return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    }
}
