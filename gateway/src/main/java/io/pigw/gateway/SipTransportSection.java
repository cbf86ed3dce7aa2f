package io.pigw.gateway;

import io.pigw.gateway.sip.ConnectionRules;
import io.pigw.gateway.sip.SipLimits;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.runtime.config.Default;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How the IMS side uses its sockets. Every key has a default.
 *
 * @param advertisedPort what Via says over UDP and TCP instead of the bound port
 * @param keepAlive the longest pause between pings on connections that the gateway dialled; 0 for none
 * @param idleTimeout after which a silent connection is closed
 * @param connectTimeout for dialling
 * @param messageTimeout from the first byte of a message to its last, on a connection
 * @param connections from addresses that are not trusted, over TCP and TLS each
 * @param connectionsPerAddress of these, from one address (IPv6: one /64)
 * @param connectionsTrusted from trusted addresses, over TCP and TLS each
 * @param connectionsDialled for requests of the gateway, over TCP and TLS each
 * @param transactions server transactions at once, beyond some 80 % of which requests get 503; 0 for what a quarter of the heap holds
 */
public record SipTransportSection(
        @Nullable Integer advertisedPort,
        @Default("30s") Duration keepAlive,
        @Default("15m") Duration idleTimeout,
        @Default("5s") Duration connectTimeout,
        @Default("15s") Duration messageTimeout,
        @Default("4096") int connections,
        @Default("64") int connectionsPerAddress,
        @Default("1024") int connectionsTrusted,
        @Default("1024") int connectionsDialled,
        @Default("0") int transactions) {

    /** All defaults. */
    public static final SipTransportSection DEFAULTS = new SipTransportSection(
            null,
            Duration.ofSeconds(30),
            Duration.ofMinutes(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            4_096,
            64,
            1_024,
            1_024,
            0);

    /** Checks the ranges. */
    public SipTransportSection {
        SipLimits.DEFAULT.withConnections(connections);
        if (advertisedPort != null && (advertisedPort < 1 || advertisedPort > 65_535)) {
            throw new IllegalArgumentException("sip.transport.advertisedPort must be 1 to 65535");
        }
        if (transactions != 0 && transactions < SipTransportConfig.MIN_TRANSACTIONS) {
            throw new IllegalArgumentException(
                    "sip.transport.transactions must be " + SipTransportConfig.MIN_TRANSACTIONS + " or more, or 0");
        }
        rules(
                keepAlive,
                idleTimeout,
                connectTimeout,
                messageTimeout,
                connectionsPerAddress,
                connectionsTrusted,
                connectionsDialled);
    }

    /** The transport's own configuration. */
    SipTransportConfig transport(SipConfig sip, Predicate<InetAddress> trusted) {
        ConnectionRules rules = rules(
                keepAlive,
                idleTimeout,
                connectTimeout,
                messageTimeout,
                connectionsPerAddress,
                connectionsTrusted,
                connectionsDialled);
        return new SipTransportConfig(
                sip.listen(),
                Optional.ofNullable(sip.advertisedHost()),
                Optional.ofNullable(advertisedPort),
                Optional.ofNullable(sip.tls()),
                SipLimits.DEFAULT.withConnections(connections),
                rules.trusting(trusted),
                transactions == 0 ? SipTransportConfig.usualTransactions() : transactions);
    }

    private static ConnectionRules rules(
            Duration keepAlive,
            Duration idleTimeout,
            Duration connectTimeout,
            Duration messageTimeout,
            int perAddress,
            int acceptedTrusted,
            int dialled) {
        return new ConnectionRules(
                idleTimeout,
                connectTimeout,
                messageTimeout,
                keepAlive.isZero() ? Optional.empty() : Optional.of(keepAlive),
                perAddress,
                acceptedTrusted,
                dialled,
                ConnectionRules.DEFAULT.answering(),
                _ -> false);
    }
}
