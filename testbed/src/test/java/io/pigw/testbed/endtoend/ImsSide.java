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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An IMS core in the raw, over UDP: answers 404 for nobody@, 200 for all others. Its own requests are sent again until a
 * final answer is here, and a request that came before is answered again, not counted (RFC 3261 sections 17.1.2 and 17.2.2).
 */
final class ImsSide implements AutoCloseable {

    private static final int T1 = 500;
    private static final int T2 = 4_000;
    private static final int TIMER_F = 64 * T1;

    private final DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ims-timers").factory());
    private final Map<String, String> messages = new ConcurrentHashMap<>();
    private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
    private final List<String> refusalTexts = new CopyOnWriteArrayList<>();
    private int sent;
    private String last = "";

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
        send(gateway, user, "text/plain", text);
    }

    void send(HostPort gateway, String user, String type, String text) throws IOException {
        send(gateway, "alice", user, type, text);
    }

    /** Returns the Call-ID. */
    String send(HostPort gateway, String from, String user, String type, String text) throws IOException {
        sent++;
        String request = "MESSAGE sip:" + user + "@p2p.example.net SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bKh" + sent + "\r\n"
                + "Max-Forwards: 70\r\nFrom: <sip:" + from + "@ims.example.net>;tag=h" + sent + "\r\n"
                + "To: <sip:" + user + "@p2p.example.net>\r\nCall-ID: hidden-" + sent + "\r\n"
                + "CSeq: 1 MESSAGE\r\nContent-Type: " + type + "\r\nContent-Length: " + text.length() + "\r\n\r\n"
                + text;
        last = request;
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        InetAddress host = InetAddress.getByName(gateway.host());
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length, host, gateway.port());
        socket.send(packet);
        again("hidden-" + sent, packet, T1, 0);
        return "hidden-" + sent;
    }

    /** The latest request by another branch, as of a core that has failed over. Its answer counts with the first: call again. */
    void sendAgain(HostPort gateway) throws IOException {
        byte[] bytes = last.replace(";branch=z9hG4bKh", ";branch=z9hG4bKa").getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getByName(gateway.host()), gateway.port()));
    }

    /** Timer E: the same request again, until its final answer or Timer F. */
    private void again(String callId, DatagramPacket packet, int wait, int waited) {
        ScheduledFuture<?> _ = timers.schedule(
                () -> {
                    if (statuses.containsKey(callId) || waited >= TIMER_F) {
                        return;
                    }
                    try {
                        socket.send(packet);
                        again(callId, packet, Math.min(2 * wait, T2), waited + wait);
                    } catch (IOException closed) {
                        // nothing to send to any more
                    }
                },
                wait,
                TimeUnit.MILLISECONDS);
    }

    /** How many of ours were answered 2xx. */
    int answered() {
        return (int) statuses.values().stream().filter(ImsSide::success).count();
    }

    /** The final answers that were no 2xx, by Call-ID. */
    Map<String, Integer> refusals() {
        Map<String, Integer> refused = new TreeMap<>(statuses);
        refused.values().removeIf(ImsSide::success);
        return refused;
    }

    /** All that came with them. */
    List<String> refusalTexts() {
        return refusalTexts;
    }

    private static boolean success(int status) {
        return status / 100 == 2;
    }

    boolean received(String text) {
        return count(text) > 0;
    }

    /** How many messages that came in hold the text. */
    long count(String text) {
        return messages.values().stream()
                .filter(message -> message.contains(text))
                .count();
    }

    private void serve() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                String text = new String(Arrays.copyOf(buffer, packet.getLength()), StandardCharsets.UTF_8);
                if (text.startsWith("SIP/2.0 ")) {
                    int status = Integer.parseInt(text.substring(8, 11));
                    if (status >= 200) {
                        statuses.putIfAbsent(header(text, "call-id"), status);
                        if (!success(status)) {
                            refusalTexts.add(text);
                        }
                    }
                }
                if (text.startsWith("MESSAGE ")) {
                    messages.putIfAbsent(header(text, "via"), text);
                    socket.send(answer(text, packet));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    /** The first value of the header field. */
    private static String header(String message, String name) {
        return message.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no " + name + " in " + message));
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
        timers.shutdownNow();
        socket.close();
    }
}
