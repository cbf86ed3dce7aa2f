package io.pigw.runtime.net;

import io.netty.util.concurrent.Ticker;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Addresses from which handshakes come and fail. Nobody is shut out for what others at his address did, for many may be behind one:
 * from an address with too many failures further connections wait before their handshake begins, which is what costs; only those
 * beyond a number of places are closed. Links that are open do not notice. On the loop alone.
 */
final class Strangers {

    /** Failures of an address (IPv6: a /64) that slow nothing down; one more each second. */
    static final int FREE_FAILURES = 32;

    /** How long a connection from a slowed address waits. */
    static final Duration WAIT = Duration.ofSeconds(2);

    /** Connections of one address that wait; more are closed. */
    static final int MAX_WAITING = 64;

    /** Addresses that are remembered; the one that failed longest ago makes room. */
    static final int MAX_ADDRESSES = 4_096;

    private static final double NANOS = 1e9;
    private static final int NETWORK_BYTES = 8;

    private final Ticker ticker;
    private final Map<String, Failures> failures = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MAX_ADDRESSES;
        }
    };
    private final Map<String, Integer> waiting = new HashMap<>();
    private final Map<String, Integer> handshakes = new HashMap<>();

    private record Failures(double count, long atNanos) {}

    Strangers(Ticker ticker) {
        this.ticker = ticker;
    }

    /** A handshake of that address failed. */
    void failed(String address) {
        failures.put(address, new Failures(Math.min(FREE_FAILURES + 1, left(address) + 1), ticker.nanoTime()));
    }

    /** Whether the address has failed too often. */
    boolean isSlowed(String address) {
        return left(address) >= FREE_FAILURES;
    }

    /** Whether there is a place among the address's connections that wait. */
    boolean mayWait(String address) {
        return waiting.getOrDefault(address, 0) < MAX_WAITING;
    }

    /** Takes it. */
    void waits(String address) {
        waiting.merge(address, 1, Integer::sum);
    }

    /** Gives it back. */
    void endWaiting(String address) {
        waiting.computeIfPresent(address, Strangers::oneLess);
    }

    /** Handshakes of the address that have not ended, those that wait among them. */
    int underWay(String address) {
        return handshakes.getOrDefault(address, 0);
    }

    /** One more. */
    void begins(String address) {
        handshakes.merge(address, 1, Integer::sum);
    }

    /** One of them has ended, this way or that. */
    void ends(String address) {
        handshakes.computeIfPresent(address, Strangers::oneLess);
    }

    private static @Nullable Integer oneLess(String address, int count) {
        return count == 1 ? null : count - 1;
    }

    private double left(String address) {
        Failures last = failures.get(address);
        return last == null ? 0 : Math.max(0, last.count() - (ticker.nanoTime() - last.atNanos()) / NANOS);
    }

    /** Whom an address is counted with: an IPv6 host with its whole /64, for it can take any address in there. */
    static String addressOf(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        InetAddress address = inet.getAddress();
        return address instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
