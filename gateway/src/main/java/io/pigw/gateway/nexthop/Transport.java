package io.pigw.gateway.nexthop;

import java.util.Locale;
import java.util.Optional;

/** The transports of SIP that the gateway knows. */
public enum Transport {
    /** Datagrams up to 1,300 bytes, TCP beyond (RFC 3261 §18.1.1). */
    UDP(5060),
    /** TCP. */
    TCP(5060),
    /** TLS over TCP. */
    TLS(5061);

    private final int defaultPort;

    Transport(int defaultPort) {
        this.defaultPort = defaultPort;
    }

    /** The port where none is named (RFC 3261 §19.1.2). */
    public int defaultPort() {
        return defaultPort;
    }

    /** Whether the transport itself carries any size and resends what is lost. */
    public boolean isReliable() {
        return this != UDP;
    }

    /** What a URI's transport parameter says, in any case; empty for others. */
    public static Optional<Transport> ofParameter(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "udp" -> Optional.of(UDP);
            case "tcp" -> Optional.of(TCP);
            case "tls" -> Optional.of(TLS);
            default -> Optional.empty();
        };
    }
}
