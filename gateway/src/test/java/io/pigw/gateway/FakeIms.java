package io.pigw.gateway;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** An IMS client and its core in one UDP socket: sends raw requests, answers those that come. */
final class FakeIms implements AutoCloseable {

    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_SENDS = 30;

    final List<String> requests = new CopyOnWriteArrayList<>();
    final List<String> pings = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> responses = new LinkedBlockingQueue<>(1_000);
    private final DatagramSocket socket;
    private volatile UnaryOperator<String> answer = _ -> "200 OK";
    private int branch;

    FakeIms() throws SocketException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofPlatform().daemon(true).name("fake-ims").start(this::receive);
    }

    HostPort address() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    /** What requests are answered with from now on; nothing where it is empty. */
    void answer(String statusAndReason) {
        answer = _ -> statusAndReason;
    }

    /** What each request is answered with from now on. */
    void answer(UnaryOperator<String> statusAndReason) {
        answer = statusAndReason;
    }

    /** Sends a MESSAGE, again each second (RFC 3261 §17.1.2), and gives its final response. */
    String message(HostPort to, String requestUri, String callId, String body) throws Exception {
        return message(to, requestUri, requestUri, callId, body);
    }

    /** The same with another To. */
    String message(HostPort to, String requestUri, String toUri, String callId, String body) throws Exception {
        return message(to, requestUri, toUri, callId, "text/plain;charset=UTF-8", body);
    }

    /** The same with a type. */
    String message(HostPort to, String requestUri, String toUri, String callId, String contentType, String body)
            throws Exception {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        branch++;
        String request = "MESSAGE " + requestUri + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + address() + ";branch=z9hG4bKtest" + branch + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:alice@ims.example.net>;tag=a1\r\n"
                + "To: <" + toUri + ">\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 MESSAGE\r\n"
                + "Content-Type: " + contentType + "\r\n"
                + "Content-Length: " + content.length + "\r\n\r\n" + body;
        for (int sent = 0; sent < MAX_SENDS; sent++) {
            send(request, to);
            String response = responses.poll(1, TimeUnit.SECONDS);
            while (response != null) {
                if (response.contains("branch=z9hG4bKtest" + branch + ";")
                        || response.contains("branch=z9hG4bKtest" + branch + "\r")) {
                    return response;
                }
                response = responses.poll();
            }
        }
        throw new IllegalStateException("no response");
    }

    private void send(String text, HostPort to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(to.host()), to.port()));
    }

    private void receive() {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                String text = new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith("SIP/2.0 ")) {
                    responses.add(text);
                } else {
                    (text.startsWith("OPTIONS ") ? pings : requests).add(text);
                    reply(text, new HostPort(packet.getAddress().getHostAddress(), packet.getPort()));
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void reply(String request, HostPort to) throws IOException {
        String status = answer.apply(request);
        if (status.isEmpty()) {
            return;
        }
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.matches("(?i)(Via|From|Call-ID|CSeq):.*")) {
                response.append(line).append("\r\n");
            } else if (line.regionMatches(true, 0, "To:", 0, 3)) {
                response.append(line).append(";tag=core\r\n");
            }
        }
        send(response + "Content-Length: 0\r\n\r\n", to);
    }

    @Override
    public void close() {
        socket.close();
    }
}
