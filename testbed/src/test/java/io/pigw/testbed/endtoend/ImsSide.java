package io.pigw.testbed.endtoend;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An IMS core in the raw: answers 404 for nobody@, 200 for all others. */
final class ImsSide implements AutoCloseable {

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final AtomicInteger answered = new AtomicInteger();
    private int sent;

    ImsSide() throws IOException {
        Thread.ofPlatform().daemon().name("ims-side").start(this::serve);
    }

    HostPort address() {
        return new HostPort("127.0.0.1", socket.getLocalPort());
    }

    void send(int port, String user, String text) throws IOException {
        send(new HostPort("127.0.0.1", port), user, text);
    }

    void send(HostPort gateway, String user, String text) throws IOException {
        sent++;
        String request = "MESSAGE sip:" + user + "@p2p.example.net SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bKh" + sent + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:alice@ims.example.net>;tag=h" + sent + "\r\n"
                + "To: <sip:" + user + "@p2p.example.net>\r\nCall-ID: hidden-" + sent + "\r\n"
                + "CSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: " + text.length() + "\r\n\r\n"
                + text;
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(gateway.host()), gateway.port()));
    }

    /** How many of ours were answered 2xx. */
    int answered() {
        return answered.get();
    }

    boolean received(String text) {
        return count(text) > 0;
    }

    /** How many messages that came in hold the text. */
    long count(String text) {
        return messages.stream().filter(message -> message.contains(text)).count();
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(Arrays.copyOf(buffer, packet.getLength()), StandardCharsets.UTF_8);
                if (text.startsWith("SIP/2.0 2")) {
                    answered.incrementAndGet();
                }
                if (text.startsWith("MESSAGE ")) {
                    messages.add(text);
                    socket.send(answer(text, packet));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static DatagramPacket answer(String request, DatagramPacket packet) {
        String status = request.startsWith("MESSAGE sip:nobody@") ? "404 Not Found" : "200 OK";
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        request.lines().takeWhile(line -> !line.isEmpty()).forEach(line -> {
            String name = line.toLowerCase(Locale.ROOT);
            if (name.startsWith("via:")
                    || name.startsWith("from:")
                    || name.startsWith("call-id:")
                    || name.startsWith("cseq:")) {
                answer.append(line).append("\r\n");
            } else if (name.startsWith("to:")) {
                answer.append(line).append(";tag=ims\r\n");
            }
        });
        byte[] bytes = answer.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
        return new DatagramPacket(bytes, bytes.length, packet.getSocketAddress());
    }

    @Override
    public void close() {
        socket.close();
    }
}
