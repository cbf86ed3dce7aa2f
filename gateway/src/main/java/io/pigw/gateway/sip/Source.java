package io.pigw.gateway.sip;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a message came from.
 *
 * @param address the other end of the packet or connection
 * @param local our end of it
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 * @param peerNames what the other end's certificate names it, once that was verified; lower case, empty without one
 */
record Source(InetSocketAddress address, InetSocketAddress local, String transport, List<String> peerNames) {

    static final String UDP = "UDP";
    static final String TCP = "TCP";
    static final String TLS = "TLS";

    Source {
        peerNames = List.copyOf(peerNames);
    }

    Source(InetSocketAddress address, InetSocketAddress local, String transport) {
        this(address, local, transport, List.of());
    }

    /** The sender's address as a literal, without an IPv6 scope. */
    String host() {
        return NetUtil.toAddressString(address.getAddress());
    }

    boolean isDatagram() {
        return transport.equals(UDP);
    }
}
