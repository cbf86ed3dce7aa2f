package io.pigw.gateway.sip;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * How many stream connections there are at once, of which kind, and how long they may do nothing of use. Each kind has places of its
 * own: strangers never take those of the core.
 *
 * @param idleTimeout after which a silent connection is closed, 1 s or more
 * @param connectTimeout for dialling, 1 ms to 60 s
 * @param messageTimeout from the first byte of a message to its last, and for the other end to read when much waits for it, 100 ms
 *     or more
 * @param keepAlive the longest pause between the pings that we send on connections that we dialled (RFC 5626 §4.4.1); none when empty
 * @param perAddress accepted from one address (IPv6: one /64) that is not trusted
 * @param acceptedTrusted from trusted addresses, over TCP and TLS each
 * @param dialled for requests of ours, over TCP and TLS each
 * @param answering dialled to bring an answer to a client whose own connection is gone (RFC 3261 §18.2.2)
 * @param trusted the core's addresses. Thread-safe
 */
public record ConnectionRules(
        Duration idleTimeout,
        Duration connectTimeout,
        Duration messageTimeout,
        Optional<Duration> keepAlive,
        int perAddress,
        int acceptedTrusted,
        int dialled,
        int answering,
        Predicate<InetAddress> trusted) {

    private static final Duration MIN_MESSAGE = Duration.ofMillis(100);
    private static final Duration MIN_IDLE = Duration.ofSeconds(1);
    private static final Duration MAX_CONNECT = Duration.ofMinutes(1);

    /** Those of a usual deployment; nobody is trusted. */
    public static final ConnectionRules DEFAULT = new ConnectionRules(
            Duration.ofMinutes(15),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Optional.of(Duration.ofSeconds(30)),
            64,
            1_024,
            1_024,
            64,
            _ -> false);

    /** Checks the ranges. */
    public ConnectionRules {
        if (idleTimeout.compareTo(MIN_IDLE) < 0) {
            throw new IllegalArgumentException("idleTimeout must be 1 s or more");
        }
        if (!connectTimeout.isPositive() || connectTimeout.compareTo(MAX_CONNECT) > 0) {
            throw new IllegalArgumentException("connectTimeout must be up to 60 s");
        }
        if (messageTimeout.compareTo(MIN_MESSAGE) < 0) {
            throw new IllegalArgumentException("messageTimeout must be 100 ms or more");
        }
        if (keepAlive.isPresent() && keepAlive.get().compareTo(MIN_MESSAGE) < 0) {
            throw new IllegalArgumentException("keepAlive must be 100 ms or more, or 0 for none");
        }
        if (perAddress < 1 || acceptedTrusted < 1 || dialled < 1 || answering < 1) {
            throw new IllegalArgumentException("limits of connections must be 1 or more");
        }
    }

    /** The same, with another idle timeout. */
    public ConnectionRules withIdleTimeout(Duration other) {
        return with(other, messageTimeout, keepAlive, perAddress, acceptedTrusted, dialled, trusted);
    }

    /** The same, with another time for a message. */
    public ConnectionRules withMessageTimeout(Duration other) {
        return with(idleTimeout, other, keepAlive, perAddress, acceptedTrusted, dialled, trusted);
    }

    /** The same, with another pause between pings. */
    public ConnectionRules withKeepAlive(Optional<Duration> other) {
        return with(idleTimeout, messageTimeout, other, perAddress, acceptedTrusted, dialled, trusted);
    }

    /** The same, with other limits: of one stranger, of the trusted, and of what we dial. */
    public ConnectionRules withPlaces(int ofOneStranger, int ofTheTrusted, int ofOurs) {
        return with(idleTimeout, messageTimeout, keepAlive, ofOneStranger, ofTheTrusted, ofOurs, trusted);
    }

    /** The same, with other addresses trusted. */
    public ConnectionRules trusting(Predicate<InetAddress> others) {
        return with(idleTimeout, messageTimeout, keepAlive, perAddress, acceptedTrusted, dialled, others);
    }

    private ConnectionRules with(
            Duration idle,
            Duration message,
            Optional<Duration> pause,
            int ofOneStranger,
            int ofTheTrusted,
            int ofOurs,
            Predicate<InetAddress> core) {
        return new ConnectionRules(
                idle, connectTimeout, message, pause, ofOneStranger, ofTheTrusted, ofOurs, answering, core);
    }
}
