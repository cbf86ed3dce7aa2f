package io.pigw.gateway.sip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A SIP connection written by hand. */
public final class RawTcp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;
    private final Socket socket;

    public RawTcp(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawTcp(Socket accepted) {
        socket = accepted;
        try {
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void send(String text) {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /** One message: its head, and its body by Content-Length. */
    public byte[] receive() {
        try {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            while (!message.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new AssertionError("the connection was closed before a message came: " + message);
                }
                message.write(next);
            }
            String head = message.toString(StandardCharsets.ISO_8859_1);
            String length = head.split("Content-Length: *", -1)[1];
            message.writeBytes(in.readNBytes(Integer.parseInt(length.substring(0, length.indexOf('\r')))));
            return message.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String receiveText() {
        return new String(receive(), StandardCharsets.UTF_8);
    }

    /** Says that nothing more will be sent. */
    public void finish() {
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a message with this text comes, after any others; true only if all of it, and no more, has come. */
    public boolean awaits(String text) {
        StringBuilder come = new StringBuilder();
        byte[] piece = new byte[65_536];
        try {
            while (true) {
                int read = socket.getInputStream().read(piece);
                if (read < 0) {
                    return false;
                }
                come.append(new String(piece, 0, read, StandardCharsets.ISO_8859_1));
                int found = come.indexOf(text);
                if (found >= 0 && come.indexOf("\r\n\r\n", found) == come.length() - 4) {
                    return true;
                }
                come.delete(0, found < 0 ? Math.max(0, come.length() - text.length()) : found);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the other end closes, after nothing more or after something more. */
    public boolean isClosedByPeer() {
        try {
            InputStream in = socket.getInputStream();
            while (in.read() >= 0) {
                // what is still sent does not matter
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
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
