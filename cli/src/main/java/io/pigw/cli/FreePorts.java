package io.pigw.cli;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out before a long start whether its ports are to be had. */
final class FreePorts {

    private FreePorts() {}

    /** Refuses an address that something else listens on. */
    static void require(HostPort address, String remedy) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(address.host(), address.port()));
        } catch (IOException taken) {
            throw new UserError(
                    "cannot listen at " + address + " (" + taken.getMessage() + "). Is another standalone running? "
                            + remedy,
                    taken);
        }
    }
}
