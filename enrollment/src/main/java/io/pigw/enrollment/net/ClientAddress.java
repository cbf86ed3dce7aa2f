package io.pigw.enrollment.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.HexFormat;

/**
 * Where a client comes from.
 *
 * @param text as a number, for logs and the policy
 * @param share what its limits are counted by: an IPv4 address, or the first 64 bits of an IPv6 one
 */
public record ClientAddress(String text, String share) {

    private static final int NETWORK_BYTES = 8;

    /** Of a channel. */
    public static ClientAddress of(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return new ClientAddress("unknown", "unknown");
        }
        String text = inet.getAddress().getHostAddress();
        return inet.getAddress() instanceof Inet6Address six
                ? new ClientAddress(text, HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES))
                : new ClientAddress(text, text);
    }
}
