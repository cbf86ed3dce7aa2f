package io.pigw.gateway.sip;

import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Where the gateway speaks SIP.
 *
 * @param listen address and port of UDP and TCP alike; port 0 takes any that is free on both
 * @param advertisedHost what Via says instead of the bound address (containers, NAT); needed when listening on a wildcard address
 * @param advertisedPort what Via says over UDP and TCP instead of the bound port
 * @param tls SIP over TLS, on a port of its own
 * @param limits what is taken from the network
 * @param connections how many, and how long
 * @param serverTransactions how many the RI keeps at once; a finished one over UDP stays for Timer J, 32 s
 */
public record SipTransportConfig(
        HostPort listen,
        Optional<String> advertisedHost,
        Optional<Integer> advertisedPort,
        Optional<TlsConfig> tls,
        SipLimits limits,
        ConnectionRules connections,
        int serverTransactions) {

    /** What a finished transaction keeps until Timer J ends: its last answer and its keys, whatever its body was. */
    private static final long TRANSACTION_BYTES = 2_100;

    private static final int SHARE_OF_HEAP = 4;
    private static final int MOST_TRANSACTIONS = 2_000_000;

    /** The fewest that make sense. */
    public static final int MIN_TRANSACTIONS = 1_000;

    /** Checks that the addresses can be bound as literals or local names, and the ranges. */
    public SipTransportConfig {
        boolean wildcard = address(listen).isAnyLocalAddress()
                || tls.isPresent() && address(tls.get().listen()).isAnyLocalAddress();
        if (advertisedHost.isEmpty() && wildcard) {
            throw new IllegalArgumentException("advertisedHost is needed when listening on a wildcard address");
        }
        advertisedHost.ifPresent(host -> new HostPort(host, 0));
        advertisedPort.ifPresent(port -> new HostPort("localhost", port));
        if (serverTransactions < MIN_TRANSACTIONS) {
            throw new IllegalArgumentException("serverTransactions must be 1000 or more");
        }
    }

    /** UDP and TCP with a few settings of their own. */
    public SipTransportConfig(
            HostPort listen,
            Optional<String> advertisedHost,
            SipLimits limits,
            ConnectionRules connections,
            int serverTransactions) {
        this(listen, advertisedHost, Optional.empty(), Optional.empty(), limits, connections, serverTransactions);
    }

    /** Usual values for an address, over UDP and TCP. */
    public static SipTransportConfig of(HostPort listen, Optional<String> advertisedHost) {
        return new SipTransportConfig(
                listen, advertisedHost, SipLimits.DEFAULT, ConnectionRules.DEFAULT, usualTransactions());
    }

    /** As many as a quarter of this process' heap holds when they are finished, at most 2,000,000. */
    public static int usualTransactions() {
        long fitting = Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / TRANSACTION_BYTES;
        return Math.clamp(fitting, MIN_TRANSACTIONS, MOST_TRANSACTIONS);
    }

    /** The same with TLS. */
    public SipTransportConfig withTls(TlsConfig other) {
        return new SipTransportConfig(
                listen, advertisedHost, advertisedPort, Optional.of(other), limits, connections, serverTransactions);
    }

    /** The same with other rules for connections. */
    public SipTransportConfig withConnections(ConnectionRules other) {
        return new SipTransportConfig(listen, advertisedHost, advertisedPort, tls, limits, other, serverTransactions);
    }

    InetAddress address() {
        return address(listen);
    }

    static InetAddress address(HostPort listen) {
        try {
            return InetAddress.getByName(listen.host());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("sip.listen: no such host", e);
        }
    }
}
