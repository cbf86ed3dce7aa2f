package io.pigw.gateway.ua;

import io.pigw.p2psip.HostPort;
import java.util.Locale;

/**
 * Where MESSAGEs go.
 *
 * @param core the IMS core, used as outbound proxy
 * @param transport how to reach it, unless the size asks for TCP
 * @param maxInFlight requests without an outcome at once; more fail at once
 * @param t1Millis RFC 3261's T1, 500 but in tests: Timer F is 64 times that
 */
public record UaConfig(HostPort core, Transport transport, int maxInFlight, int t1Millis) {

    private static final int T1_MILLIS = 500;

    /** The transports of the core. */
    public enum Transport {
        /** Datagrams up to 1,300 bytes, TCP beyond (RFC 3261 §18.1.1). */
        UDP,
        /** Always TCP. */
        TCP;

        String parameter() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the ranges. */
    public UaConfig {
        if (core.port() == 0) {
            throw new IllegalArgumentException("the core needs a port");
        }
        if (maxInFlight < 1 || t1Millis < 1 || t1Millis > 60_000) {
            throw new IllegalArgumentException("maxInFlight must be 1 or more and t1Millis 1 to 60000");
        }
    }

    /**
     * Reads {@code host:port[;transport=udp|tcp]}, or {@code host:port;udp}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static UaConfig of(String core, int maxInFlight) {
        int semicolon = core.indexOf(';');
        String name = semicolon < 0 ? "udp" : core.substring(semicolon + 1).replace("transport=", "");
        HostPort address = HostPort.parse(semicolon < 0 ? core : core.substring(0, semicolon));
        Transport transport = switch (name.toLowerCase(Locale.ROOT)) {
            case "udp" -> Transport.UDP;
            case "tcp" -> Transport.TCP;
            default -> throw new IllegalArgumentException("the core's transport must be udp or tcp");
        };
        return new UaConfig(address, transport, maxInFlight, T1_MILLIS);
    }
}
