package io.pigw.testbed.ring;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Stands on the wire before a node: passes one connection's bytes both ways, and keeps what the node was sent. */
final class RecordingProxy implements AutoCloseable {

    private static final int REPLAY_TIMEOUT_MILLIS = 10_000;

    private final ServerSocket socket;
    private final HostPort target;
    private final ByteArrayOutputStream recorded = new ByteArrayOutputStream();

    RecordingProxy(HostPort target) throws IOException {
        this.target = target;
        this.socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    HostPort address() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    Bytes recorded() {
        synchronized (recorded) {
            return Bytes.copyOf(recorded.toByteArray());
        }
    }

    /** Sends the node the same bytes over a new connection, and waits until it closes that. */
    static void replay(HostPort target, Bytes bytes) throws IOException {
        try (Socket again = new Socket(target.host(), target.port())) {
            again.setSoTimeout(REPLAY_TIMEOUT_MILLIS);
            again.getOutputStream().write(bytes.toArray());
            InputStream in = again.getInputStream();
            try {
                while (in.read() >= 0) {
                    // its part of the handshake, and the alert
                }
            } catch (java.net.SocketException reset) {
                // closed while bytes of ours were unread
            }
        }
    }

    private void serve() {
        try (Socket client = socket.accept();
                Socket node = new Socket(target.host(), target.port())) {
            Thread back = Thread.ofVirtual().start(() -> pass(node, client, null));
            pass(client, node, recorded);
            node.shutdownOutput();
            back.join();
        } catch (IOException over) {
            // the test has what it needs
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to, @org.jspecify.annotations.Nullable ByteArrayOutputStream copy) {
        byte[] buffer = new byte[8_192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                if (copy != null) {
                    synchronized (copy) {
                        copy.write(buffer, 0, length);
                    }
                }
                out.write(buffer, 0, length);
                length = in.read(buffer);
            }
        } catch (IOException over) {
            // one side is gone
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
