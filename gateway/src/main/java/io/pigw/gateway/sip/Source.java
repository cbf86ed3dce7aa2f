package io.pigw.gateway.sip;

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

    boolean isDatagram() {
        return transport.equals(UDP);
    }
}
