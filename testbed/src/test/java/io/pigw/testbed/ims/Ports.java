package io.pigw.testbed.ims;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;

/** Ports for programs that must be told theirs. */
final class Ports {

    private static final int TRIES = 50;

    private Ports() {}

    /** One of 127.0.0.1 that was free a moment ago for both UDP and TCP. */
    static int free() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; i < TRIES; i++) {
            try (ServerSocket stream = new ServerSocket(0, 1, loopback);
                    DatagramSocket datagrams =
                            new DatagramSocket(new InetSocketAddress(loopback, stream.getLocalPort()))) {
                return datagrams.getLocalPort();
            } catch (SocketException taken) {
                // the next one, then
            }
        }
        throw new IOException("no port is free for both UDP and TCP");
    }
}
