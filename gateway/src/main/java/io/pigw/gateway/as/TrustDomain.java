package io.pigw.gateway.as;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** The addresses whose assertions about identities are believed (RFC 3325 §2.4). Nobody unless named. */
public final class TrustDomain {

    /** Believes nobody. */
    public static final TrustDomain NOBODY = new TrustDomain(List.of());

    private final List<Network> networks;

    private TrustDomain(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * Reads addresses and networks, such as {@code 192.0.2.1} and {@code 2001:db8::/32}. Names are refused: nothing is looked up.
     *
     * @throws IllegalArgumentException if one is no address
     */
    public static TrustDomain of(List<String> entries) {
        List<Network> networks = new ArrayList<>();
        for (String entry : entries) {
            int slash = entry.indexOf('/');
            byte[] address = literal(slash < 0 ? entry : entry.substring(0, slash));
            int bits = slash < 0 ? address.length * 8 : prefix(entry.substring(slash + 1), address.length * 8);
            networks.add(new Network(address, bits));
        }
        return new TrustDomain(List.copyOf(networks));
    }

    /** Whether an address literal is within. */
    public boolean contains(String address) {
        byte[] bytes = literal(address);
        return networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static int prefix(String text, int max) {
        try {
            int bits = Integer.parseInt(text);
            if (bits >= 0 && bits <= max) {
                return bits;
            }
        } catch (NumberFormatException e) {
            // falls through to the one complaint
        }
        throw new IllegalArgumentException("a network's prefix must be 0 to " + max);
    }

    private static byte[] literal(String text) {
        boolean literal = text.indexOf(':') >= 0
                || !text.isEmpty() && text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
        try {
            if (literal) {
                return InetAddress.getByName(text).getAddress();
            }
        } catch (UnknownHostException e) {
            // falls through to the one complaint
        }
        throw new IllegalArgumentException("trustDomain takes addresses and networks, not names");
    }

    private static final class Network {
        private final byte[] address;
        private final int bits;

        Network(byte[] address, int bits) {
            this.address = address;
            this.bits = bits;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
