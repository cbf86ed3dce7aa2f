package io.pigw.gateway.sip;

import io.pigw.p2psip.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where the gateway speaks SIP.
 *
 * @param listen address and port of UDP and TCP alike; port 0 takes any that is free on both
 * @param advertisedHost what Via says instead of the bound address (containers, NAT); needed when listening on a wildcard address
 * @param limits what is taken from the network
 * @param idleTimeout after which a silent connection is closed, 1 s or more
 * @param connectTimeout for dialling, 1 ms to 60 s
 * @param serverTransactions how many the RI keeps at once; a finished one over UDP stays for Timer J, 32 s
 */
public record SipTransportConfig(
        HostPort listen,
        Optional<String> advertisedHost,
        SipLimits limits,
        Duration idleTimeout,
        Duration connectTimeout,
        int serverTransactions) {

    private static final int MIN_TRANSACTIONS = 1_000;

    /** Checks that the address can be bound as a literal or local name, and the ranges. */
    public SipTransportConfig {
        if (advertisedHost.isEmpty() && address(listen).isAnyLocalAddress()) {
            throw new IllegalArgumentException("advertisedHost is needed when listening on a wildcard address");
        }
        advertisedHost.ifPresent(host -> new HostPort(host, 0));
        if (idleTimeout.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("idleTimeout must be 1 s or more");
        }
        if (!connectTimeout.isPositive() || connectTimeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("connectTimeout must be up to 60 s");
        }
        if (serverTransactions < MIN_TRANSACTIONS) {
            throw new IllegalArgumentException("serverTransactions must be 1000 or more");
        }
    }

    /** Usual values for an address. */
    public static SipTransportConfig of(HostPort listen, Optional<String> advertisedHost) {
        return new SipTransportConfig(
                listen, advertisedHost, SipLimits.DEFAULT, Duration.ofMinutes(15), Duration.ofSeconds(5), 2_000_000);
    }

    InetAddress address() {
        return address(listen);
    }

    private static InetAddress address(HostPort listen) {
        try {
            return InetAddress.getByName(listen.host());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("sip.listen: no such host", e);
        }
    }
}
