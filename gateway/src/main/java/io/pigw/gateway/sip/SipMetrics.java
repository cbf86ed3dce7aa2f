package io.pigw.gateway.sip;

import java.util.function.Supplier;

/** Counters of the IMS side. Called on any thread; returns at once. */
@FunctionalInterface
public interface SipMetrics {

    /** A message was read, by {@code METHOD} or {@code response}. */
    String RECEIVED = "sip_received";

    /** An answer was sent, by status code. */
    String ANSWERED = "sip_answered";

    /** A message was refused before the parser, by the rule that it broke. */
    String REFUSED = "sip_refused";

    /** Something was dropped without an answer, by the reason. */
    String DROPPED = "sip_dropped";

    /**
     * A connection was {@code accepted}, {@code dialled} or {@code answered_elsewhere}; was refused, because of {@code full}, {@code
     * address_full}, {@code trusted_full}, {@code dialled_full}, {@code handshakes_full}, {@code handshakes_address_full}, {@code
     * handshakes_trusted_full}, {@code gone}; or was closed, because of {@code
     * idle}, {@code unread}, {@code no_pong}, {@code framing_lost}, {@code handshake_failed}.
     */
    String CONNECTIONS = "sip_connections";

    /** A request of ours ended, by status code, {@code timeout} or {@code failed}. */
    String SENT = "sip_sent";

    /** The files of the TLS identity have changed, by {@code reloaded} or {@code refused}; or it {@code ends_soon}. */
    String TLS = "sip_tls";

    /** A gauge: whole days until the certificate in use ends. */
    String TLS_DAYS_LEFT = "sip_tls_days_left";

    /** A gauge: stream connections, accepted and dialled. */
    String OPEN_CONNECTIONS = "sip_open_connections";

    /** Counts nothing. */
    SipMetrics NONE = (_, _) -> {};

    /**
     * Adds one.
     *
     * @param name one of the constants above
     * @param label from a small fixed set: never a name, an address or anything else that a stranger chooses
     */
    void count(String name, String label);

    /** Has a value read at each look; it is safe on any thread. The first of a name stays. */
    default void gauge(String name, Supplier<Number> value) {}
}
