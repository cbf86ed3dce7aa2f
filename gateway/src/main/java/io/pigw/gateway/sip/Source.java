package io.pigw.gateway.sip;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;

/**
 * Where a message came from.
 *
 * @param address the other end of the packet or connection
 * @param local our end of it
 * @param transport {@code UDP} or {@code TCP}
 */
record Source(InetSocketAddress address, InetSocketAddress local, String transport) {

    static final String UDP = "UDP";
    static final String TCP = "TCP";

    /** The sender's address as a literal, without an IPv6 scope. */
    String host() {
        return NetUtil.toAddressString(address.getAddress());
    }

    boolean isDatagram() {
        return transport.equals(UDP);
    }
}
