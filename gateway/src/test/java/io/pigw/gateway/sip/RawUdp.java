package io.pigw.gateway.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A SIP client or server written by hand: one datagram socket on loopback. */
public final class RawUdp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private final DatagramSocket socket;
    private InetSocketAddress peer;

    public RawUdp(int peerPort) {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
    }
}
