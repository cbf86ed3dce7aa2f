package io.pigw.cli.demo;

import io.pigw.p2psip.HostPort;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The demo's IMS client and, since it stands alone, its IMS core: SIP over UDP on loopback, written apart from the gateway's own SIP. One
 * thread receives; the methods block and may be called by another.
 */
final class ImsClient implements AutoCloseable {

    private static final int MAX_DATAGRAM = 65_535;
    private static final int MAX_WAITING = 10_000;
    private static final int TIMER_T1_MILLIS = 500;
    private static final int TIMER_F_MILLIS = 64 * TIMER_T1_MILLIS;

    private final DatagramSocket socket;
    private final HostPort gateway;
    private final String uri;
    private final RandomGenerator random;
    private final LadderRecorder recorder;
    private final Map<String, BlockingQueue<SipText>> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<SipText> inbox = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread receiver;

    ImsClient(HostPort gateway, DatagramSocket socket, String uri, RandomGenerator random, LadderRecorder recorder) {
        this.gateway = gateway;
        this.uri = uri;
        this.random = random;
        this.recorder = recorder;
        this.socket = socket;
        this.receiver = Thread.ofPlatform().daemon().name("ims-client").start(this::receive);
    }

    /** A socket on loopback, so that its address can be told to the gateway before the client exists. */
    static DatagramSocket open() throws SocketException {
        return new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** Sends a MESSAGE and gives its final status; 408 when none came within Timer F (RFC 3261 §17.1.2). */
    int send(String target, String text) throws IOException, InterruptedException {
        String callId = token();
        BlockingQueue<SipText> answer = new ArrayBlockingQueue<>(4);
        answers.put(callId, answer);
        try {
            byte[] request = request(target, callId, text);
            recorder.step(ScenarioNames.IMS_CLIENT, ScenarioNames.GATEWAY, "SIP MESSAGE");
            return exchange(request, answer);
        } finally {
            answers.remove(callId);
        }
    }

    private int exchange(byte[] request, BlockingQueue<SipText> answers) throws IOException, InterruptedException {
        int wait = TIMER_T1_MILLIS;
        for (int waited = 0; waited < TIMER_F_MILLIS; waited += wait, wait = Math.min(2 * wait, 8 * TIMER_T1_MILLIS)) {
            socket.send(
                    new DatagramPacket(request, request.length, new InetSocketAddress(gateway.host(), gateway.port())));
            SipText answer = answers.poll(wait, TimeUnit.MILLISECONDS);
            while (answer != null && answer.status() < 200) {
                answer = answers.poll(wait, TimeUnit.MILLISECONDS);
            }
            if (answer != null) {
                return answer.status();
            }
        }
        return 408;
    }

    /** The next MESSAGE that comes in, null when none does in time. It has been answered 200. */
    @Nullable
    SipText receive(int timeoutMillis) throws InterruptedException {
        return inbox.poll(timeoutMillis, TimeUnit.MILLISECONDS);
    }

    private byte[] request(String target, String callId, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        String head = "MESSAGE " + target + " SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP " + local() + ";branch=z9hG4bK" + token() + "\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <" + uri + ">;tag=" + token() + "\r\n"
                + "To: <" + target + ">\r\n"
                + "Call-ID: " + callId + "\r\n"
                + "CSeq: 1 MESSAGE\r\n"
                + "Content-Type: text/plain;charset=UTF-8\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n";
        byte[] start = head.getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }

    private void receive() {
        byte[] buffer = new byte[MAX_DATAGRAM];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                handle(SipText.parse(packet.getData(), packet.getLength()), packet);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void handle(SipText message, DatagramPacket packet) throws IOException {
        if (message.isResponse()) {
            BlockingQueue<SipText> waiting =
                    answers.get(message.header("Call-ID").orElse(""));
            if (waiting != null && waiting.offer(message)) {
                recorder.step(
                        ScenarioNames.GATEWAY,
                        ScenarioNames.IMS_CLIENT,
                        "SIP " + message.startLine().substring(8));
            }
            return;
        }
        recorder.step(ScenarioNames.GATEWAY, ScenarioNames.IMS_CLIENT, "SIP MESSAGE");
        byte[] ok = ("SIP/2.0 200 OK\r\n" + message.lines("Via") + message.lines("From")
                        + message.lines("To").stripTrailing() + ";tag=" + token() + "\r\n" + message.lines("Call-ID")
                        + message.lines("CSeq") + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        recorder.step(ScenarioNames.IMS_CLIENT, ScenarioNames.GATEWAY, "SIP 200 OK");
        socket.send(new DatagramPacket(ok, ok.length, packet.getSocketAddress()));
        inbox.offer(message);
    }

    private String local() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    private String token() {
        return HexFormat.of().toHexDigits(random.nextLong());
    }

    @Override
    public void close() {
        socket.close();
        receiver.interrupt();
    }
}
