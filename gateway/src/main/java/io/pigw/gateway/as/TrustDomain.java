package io.pigw.gateway.as;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The hosts whose assertions about identities are believed (RFC 3324 §2.3, §2.4, RFC 3325 §2), known by their address or by a name in
 * the certificate that they showed. Nobody unless named.
 */
public final class TrustDomain {

    /** Believes nobody. */
    public static final TrustDomain NOBODY = new TrustDomain(List.of(), Set.of());

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

    private final List<Network> networks;
    private final Set<String> names;

    private TrustDomain(List<Network> networks, Set<String> names) {
        this.networks = networks;
        this.names = names;
    }

    /**
     * Reads addresses and networks, such as {@code 192.0.2.1} and {@code 2001:db8::/32}. Names are refused: nothing is looked up.
     *
     * @throws IllegalArgumentException if one is no address
     */
    public static TrustDomain of(List<String> entries) {
        return of(entries, List.of());
    }

    /**
     * The same with names that certificates bear. A name stands for itself alone: neither wildcards nor the names below it (RFC
     * 5922 §7.2).
     *
     * @param certificateNames host names
     * @throws IllegalArgumentException if an entry is no address, or a name no host name
     */
    public static TrustDomain of(List<String> entries, List<String> certificateNames) {
        List<Network> networks = new ArrayList<>();
        for (String entry : entries) {
            int slash = entry.indexOf('/');
            byte[] address = literal(slash < 0 ? entry : entry.substring(0, slash));
            int bits = slash < 0 ? address.length * 8 : prefix(entry.substring(slash + 1), address.length * 8);
            networks.add(new Network(address, bits));
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : certificateNames) {
            if (!HOST_NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a certificate's name must be a host name, not " + name);
            }
            names.add(name.toLowerCase(Locale.ROOT));
        }
        return new TrustDomain(List.copyOf(networks), names);
    }

    /** Whether nobody is within. */
    public boolean isEmpty() {
        return networks.isEmpty() && names.isEmpty();
    }

    /**
     * Whether a host is within: by its address, or by one of its names.
     *
     * @param address a literal
     * @param certified names of a certificate that was verified; none where there was no certificate
     */
    public boolean contains(String address, Collection<String> certified) {
        return contains(address) || certified.stream().anyMatch(name -> names.contains(name.toLowerCase(Locale.ROOT)));
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
