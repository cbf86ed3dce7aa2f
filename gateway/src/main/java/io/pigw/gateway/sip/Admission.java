package io.pigw.gateway.sip;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Who may have another connection of one listening socket: trusted addresses and strangers out of places of their own. Thread-safe. */
final class Admission {

    private static final int NETWORK_BYTES = 8;

    private final int limit;
    private final ConnectionRules rules;
    private final Map<Origin, Integer> strangers = new HashMap<>();
    private int fromStrangers;
    private int fromTrusted;

    /** Who counts as one: an IPv4 address, or an IPv6 /64, of which anybody has all addresses. */
    private record Origin(String network) {
        static Origin of(InetAddress address) {
            byte[] bytes = address.getAddress();
            byte[] network = address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes;
            return new Origin(Arrays.toString(network));
        }
    }

    /**
     * @param limit for strangers
     */
    Admission(int limit, ConnectionRules rules) {
        this.limit = limit;
        this.rules = rules;
    }

    /** Takes a place; or says why there is none: {@code full}, {@code address_full} or {@code trusted_full}. */
    synchronized Optional<String> enter(InetAddress from) {
        if (rules.trusted().test(from)) {
            if (fromTrusted >= rules.acceptedTrusted()) {
                return Optional.of("trusted_full");
            }
            fromTrusted++;
            return Optional.empty();
        }
        if (fromStrangers >= limit) {
            return Optional.of("full");
        }
        Origin origin = Origin.of(from);
        int there = strangers.getOrDefault(origin, 0);
        if (there >= rules.perAddress()) {
            return Optional.of("address_full");
        }
        strangers.put(origin, there + 1);
        fromStrangers++;
        return Optional.empty();
    }

    /** Gives a place back that was taken. */
    synchronized void leave(InetAddress from) {
        if (rules.trusted().test(from)) {
            fromTrusted--;
        } else {
            fromStrangers--;
            strangers.computeIfPresent(Origin.of(from), (_, there) -> there > 1 ? there - 1 : null);
        }
    }

    synchronized int size() {
        return fromStrangers + fromTrusted;
    }
}
