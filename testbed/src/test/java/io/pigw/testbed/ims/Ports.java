package io.pigw.testbed.ims;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports for programs that must be told theirs: below those of whole deployments and those that the kernel gives to whoever connects meanwhile. */
final class Ports {

    private static final int LOWEST = 6_000;
    private static final int COUNT = 3_000;
    private static final int TRIES = 200;

    /** Other JVMs begin elsewhere. */
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 64 % COUNT));

    private Ports() {}

    /** One of 127.0.0.1 that was free a moment ago for UDP and TCP, and the next one for TCP: some take it for TLS. */
    static int free() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        for (int i = 0; i < TRIES; i++) {
            int port = LOWEST + NEXT.getAndAdd(2) % COUNT;
            try (ServerSocket stream = new ServerSocket(port, 1, loopback);
                    ServerSocket ofTls = new ServerSocket(port + 1, 1, loopback);
                    DatagramSocket datagrams =
                            new DatagramSocket(new InetSocketAddress(loopback, stream.getLocalPort()))) {
                if (ofTls.isBound() && datagrams.isBound()) {
                    return port;
                }
            } catch (SocketException taken) {
                // the next one, then
            }
        }
        throw new IOException("no port is free for both UDP and TCP");
    }
}
