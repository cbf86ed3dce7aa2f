package io.pigw.peer;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.ContactConfig;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/** Which of a machine's addresses others reach a peer by that listens on all of them. */
final class OwnAddress {

    /** What stands for all addresses, as {@code listen} has it and as it is when bound. */
    static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private OwnAddress() {}

    /**
     * The address from which this machine sends to the first CSP that has a route. Nothing is sent. Blocks, for names are looked up.
     *
     * @throws IllegalArgumentException if there is none, with the remedy
     */
    static HostPort towards(List<ContactConfig> csps, int port) {
        for (ContactConfig csp : csps) {
            HostPort address = csp.contact().address();
            InetSocketAddress remote = new InetSocketAddress(address.host(), address.port());
            if (!remote.isUnresolved()) {
                try (DatagramSocket socket = new DatagramSocket()) {
                    socket.connect(remote);
                    InetAddress own = socket.getLocalAddress();
                    if (!own.isAnyLocalAddress()) {
                        return new HostPort(own.getHostAddress(), port);
                    }
                } catch (IOException noRoute) {
                    // the next one, perhaps
                }
            }
        }
        throw new IllegalArgumentException("advertised is needed where listen is any address and none of "
                + csps.stream().map(ContactConfig::address).toList()
                + " is found: say by which address others reach this peer");
    }
}
