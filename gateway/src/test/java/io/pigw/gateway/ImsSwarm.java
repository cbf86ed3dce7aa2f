package io.pigw.gateway;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many IMS clients behind one UDP socket. Each sends its next message when the gateway has taken responsibility for the one before. */
final class ImsSwarm implements AutoCloseable {

    private static final int MAX_DATAGRAM = 65_535;
    private static final int POLL_MILLIS = 20;
    private static final long RESEND_NANOS = Duration.ofMillis(500).toNanos();
    private static final long RETRY_NANOS = Duration.ofMillis(100).toNanos();
    private static final Pattern ANSWER =
            Pattern.compile("SIP/2\\.0 (\\d{3}) .*?branch=z9hG4bK-(\\d+)-(\\d+)-(\\d+)", Pattern.DOTALL);

    private final DatagramSocket socket;
    private final InetSocketAddress gateway;
    private final IntFunction<String> targets;
    private final int messages;
    private final List<Client> clients = new ArrayList<>();

    private static final class Client {
        private int sequence;
        private int attempt;
        private long dueNanos;
    }

    /**
     * @param targets the Request-URI that a client writes to
     */
    ImsSwarm(HostPort gateway, int clients, int messages, IntFunction<String> targets) throws IOException {
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.socket.setSoTimeout(POLL_MILLIS);
        this.gateway = new InetSocketAddress(gateway.host(), gateway.port());
        this.messages = messages;
        this.targets = targets;
        for (int i = 0; i < clients; i++) {
            this.clients.add(new Client());
        }
    }

    /** Sends until all is accepted. */
    void run(Duration limit) throws IOException {
        long start = System.nanoTime();
        clients.forEach(client -> client.dueNanos = start);
        while (clients.stream().anyMatch(client -> client.sequence < messages)) {
            long now = System.nanoTime();
            if (now - start > limit.toNanos()) {
                throw new IllegalStateException("not everything was accepted in " + limit);
            }
            for (int i = 0; i < clients.size(); i++) {
                Client client = clients.get(i);
                if (client.sequence < messages && now - client.dueNanos >= 0) {
                    send(i, client);
                    client.dueNanos = now + RESEND_NANOS;
                }
            }
            receive();
        }
    }

    private void receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[MAX_DATAGRAM], MAX_DATAGRAM);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException nothing) {
            return;
        }
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        Matcher answer = ANSWER.matcher(text);
        if (!answer.find()) {
            throw new IllegalStateException("not an answer: " + text);
        }
        Client client = clients.get(Integer.parseInt(answer.group(2)));
        boolean current = client.sequence == Integer.parseInt(answer.group(3))
                && client.attempt == Integer.parseInt(answer.group(4));
        if (!current || answer.group(1).startsWith("1")) {
            return;
        }
        switch (answer.group(1)) {
            case "200" -> {
                client.sequence++;
                client.dueNanos = System.nanoTime();
            }
            case "503" -> {
                client.attempt++;
                client.dueNanos = System.nanoTime() + RETRY_NANOS;
            }
            default -> throw new IllegalStateException(text);
        }
    }

    private void send(int number, Client client) throws IOException {
        byte[] request = request(
                        "client" + number,
                        targets.apply(number),
                        "z9hG4bK-" + number + "-" + client.sequence + "-" + client.attempt,
                        number + "-" + client.sequence,
                        number + ":" + client.sequence)
                .getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(request, request.length, gateway));
    }

    private String request(String user, String target, String branch, String callId, String body) {
        return "MESSAGE " + target + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=" + branch + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:" + user + "@ims.example.net>;tag=" + user + "\r\n"
                + "To: <" + target + ">\r\n"
                + "Call-ID: " + callId + "@swarm\r\n"
                + "CSeq: 1 MESSAGE\r\n"
                + "Content-Type: text/plain\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Sends copies of one datagram, heeding no answer. */
    void flood(String target, int copies) throws IOException {
        byte[] request =
                request("client0", target, "z9hG4bK-0-0-0", "flood", "hi").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < copies; i++) {
            socket.send(new DatagramPacket(request, request.length, gateway));
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
