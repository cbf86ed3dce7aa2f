package io.pigw.gateway.sip;

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

    /** A connection was opened or refused, by {@code accepted}, {@code dialled}, {@code full}. */
    String CONNECTIONS = "sip_connections";

    /** A request of ours ended, by status code, {@code timeout} or {@code failed}. */
    String SENT = "sip_sent";

    /** Counts nothing. */
    SipMetrics NONE = (_, _) -> {};

    /**
     * Adds one.
     *
     * @param name one of the constants above
     * @param label from a small fixed set: never a name, an address or anything else that a stranger chooses
     */
    void count(String name, String label);
}
