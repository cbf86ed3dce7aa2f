package io.pigw.gateway.nexthop;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * One server of a core.
 *
 * @param address resolved, with a port
 * @param transport how to reach it
 * @param serverName what its certificate must prove over TLS: the name that was configured, not what DNS made of it (RFC 5922 §4)
 */
public record Hop(InetSocketAddress address, Transport transport, String serverName) {

    /** Checks that the address can be dialled. */
    public Hop {
        if (address.isUnresolved() || address.getPort() == 0) {
            throw new IllegalArgumentException("a hop has an address and a port");
        }
        if (serverName.isEmpty()) {
            throw new IllegalArgumentException("a hop has the name that led to it");
        }
    }

    /** The same server over another transport. */
    public Hop over(Transport other) {
        return new Hop(address, other, serverName);
    }

    /** {@code transport:host:port}, for logs and meters. */
    @Override
    public String toString() {
        return transport + ":" + NetUtil.toSocketAddressString(address);
    }
}
