package io.pigw.cli.flood;

import io.pigw.bench.load.ClientHello;
import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Connections of those who have no certificate. On one thread. */
final class Strangers implements AutoCloseable {

    private static final int GARBAGE_BYTES = 256;

    /** More of its own sockets a stranger does not keep open; the oldest is closed. */
    private static final int KEPT = 2_000;

    private final Random random;
    private final byte[] hello = hello();
    private final Deque<Socket> kept = new ArrayDeque<>();

    Strangers(Random random) {
        this.random = random;
    }

    /** Connects; whoever is refused is, as it should be. Blocks. */
    void connect(FloodSort sort, HostPort to) {
        try {
            Socket socket = new Socket(to.host(), to.port());
            kept.add(socket);
            switch (sort) {
                case GARBAGE -> socket.getOutputStream().write(garbage());
                case HELLOS -> socket.getOutputStream().write(hello);
                case SILENT -> {}
                case NONE, QUERIES, PINGS, MESSAGES -> throw new IllegalStateException(sort + " needs a certificate");
            }
        } catch (IOException refused) {
            // as it should be
        }
        closeOldest(sort == FloodSort.GARBAGE ? 0 : KEPT);
    }

    private byte[] garbage() {
        byte[] bytes = new byte[GARBAGE_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hello() {
        try {
            return ClientHello.of(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException | SSLException impossible) {
            throw new IllegalStateException("this JDK has no TLS", impossible);
        }
    }

    private void closeOldest(int left) {
        while (kept.size() > left) {
            try {
                kept.remove().close();
            } catch (IOException gone) {
                // then it is closed
            }
        }
    }

    @Override
    public void close() {
        closeOldest(0);
    }
}
