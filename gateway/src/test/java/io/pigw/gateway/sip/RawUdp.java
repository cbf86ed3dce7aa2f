package io.pigw.gateway.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A SIP client or server written by hand: one datagram socket on loopback. The TCP port of the same number is kept for
 * {@link #listen}: until then connections to it are refused, and no other socket gets it.
 */
public final class RawUdp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final int MAX_PORTS_TRIED = 20;
    private final Ports ports;
    private final DatagramSocket socket;
    private InetSocketAddress peer;

    public RawUdp(int peerPort) {
        try {
            ports = Ports.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        socket = ports.udp();
        peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), peerPort);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void send(byte[] bytes) {
        try {
            socket.send(new DatagramPacket(bytes, bytes.length, peer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next datagram; later sends answer its sender. */
    public byte[] receive() {
        return receive(PATIENCE_MILLIS).orElseThrow(() -> new AssertionError("no datagram came"));
    }

    public String receiveText() {
        return new String(receive(), StandardCharsets.UTF_8);
    }

    /** Listens for connections at {@link #port}; once alone. */
    public ServerSocket listen() {
        try {
            ports.keptForTcp().close();
            return new ServerSocket(port(), 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends to a port, whoever sent last. */
    public void ask(String text, int port) {
        peer = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        send(text);
    }

    /** Whether a datagram with these octets comes, after any others. */
    public boolean awaits(byte[] octets, int millis) {
        String wanted = new String(octets, StandardCharsets.ISO_8859_1);
        for (Optional<byte[]> next = receive(millis); next.isPresent(); next = receive(millis)) {
            if (new String(next.get(), StandardCharsets.ISO_8859_1).contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    public Optional<byte[]> receive(int millis) {
        byte[] buffer = new byte[65_536];
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        try {
            socket.setSoTimeout(millis);
            socket.receive(packet);
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        peer = (InetSocketAddress) packet.getSocketAddress();
        return Optional.of(Arrays.copyOf(buffer, packet.getLength()));
    }

    @Override
    public void close() {
        socket.close();
        try {
            ports.keptForTcp().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Ports(Socket keptForTcp, DatagramSocket udp) {

        static Ports open() throws IOException {
            for (int tried = 1; ; tried++) {
                Socket tcp = new Socket();
                tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                try {
                    return new Ports(tcp, new DatagramSocket(tcp.getLocalSocketAddress()));
                } catch (BindException e) {
                    tcp.close();
                    if (tried == MAX_PORTS_TRIED) {
                        throw e;
                    }
                }
            }
        }
    }
}
