package io.pigw.gateway.registration;

import io.pigw.gateway.isim.AkaChallenge;
import io.pigw.gateway.isim.HomeNetwork;
import io.pigw.gateway.isim.TestSet;
import io.pigw.p2psip.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An S-CSCF with its HSS in one UDP socket, which knows one subscriber, and takes what the subscriber sends once it is registered. It checks answers by code of its own, and is itself checked
 * by SIPp's AKA client. RANDs are counted up, over those whose RES has a NUL byte, for which SIPp fails.
 */
public final class AkaRegistrar implements AutoCloseable {

    private static final int IND = 32;

    /** Whatever came, in order. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    private final DatagramSocket socket;
    private final HomeNetwork home;
    private final int expires;
    private final Map<String, Bytes> challenged = new HashMap<>();
    private final Map<String, String> answers = new HashMap<>();
    private long sqn = 4_000L * IND;
    private int rands;
    private boolean known;
    private final AtomicInteger granted = new AtomicInteger();
    private final AtomicInteger synchronisations = new AtomicInteger();
    private volatile boolean silent;

    public AkaRegistrar(TestSet set, int expires) throws IOException {
        this(set, expires, 0);
    }

    public AkaRegistrar(TestSet set, int expires, int port) throws IOException {
        this.home = new HomeNetwork(set.key(), set.op());
        this.expires = expires;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofPlatform().daemon().name("aka-registrar").start(this::receive);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int granted() {
        return granted.get();
    }

    public int synchronisations() {
        return synchronisations.get();
    }

    /** As if its disk had been restored from a backup: sequence numbers long used. */
    public synchronized void turnSequenceBack() {
        sqn = IND;
    }

    /** As if it had been restarted: it knows no binding and no nonce, and forbids MESSAGE. */
    public synchronized void forget() {
        known = false;
        challenged.clear();
        answers.clear();
    }

    public void silent(boolean now) {
        silent = now;
    }

    private void receive() {
        byte[] buffer = new byte[65_535];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                String request = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                requests.add(request);
                if (!silent) {
                    send(answer(request), packet.getSocketAddress());
                }
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void send(String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private synchronized String answer(String request) {
        String branch = find(request, "branch=([^;\\s]+)");
        return answers.computeIfAbsent(branch, _ -> decide(request));
    }

    private String decide(String request) {
        if (!request.startsWith("REGISTER ")) {
            return known ? reply(request, "200 OK", "") : reply(request, "403 Forbidden", "");
        }
        String authorization = find(request, "(?m)^Authorization: (.*)$");
        Bytes rand = challenged.get(find(authorization, "[ ,]nonce=\"([^\"]*)\""));
        String auts = find(authorization, "auts=\"([^\"]*)\"");
        if (rand == null) {
            return challenge(request);
        }
        if (!auts.isEmpty()) {
            sqn = home.resynchronised(rand, Bytes.copyOf(Base64.getDecoder().decode(auts))) + IND;
            synchronisations.incrementAndGet();
            return challenge(request);
        }
        String expected = response(authorization, home.expected(rand), "REGISTER");
        if (!expected.equals(find(authorization, "[ ,]response=\"([^\"]*)\""))) {
            return reply(request, "403 Forbidden", "");
        }
        granted.incrementAndGet();
        known = true;
        String proof = "Authentication-Info: qop=auth, rspauth=\"" + response(authorization, home.expected(rand), "")
                + "\"\r\n";
        String asked = find(request, "expires=([0-9]+)");
        String contact = find(request, "(?m)^Contact: (<[^>]*>)");
        return reply(
                request,
                "200 OK",
                asked.equals("0")
                        ? ""
                        : "Contact: " + contact + ";expires=" + expires + "\r\n"
                                + "Service-Route: <sip:orig@scscf.ims.example.net;lr>\r\n"
                                + proof);
    }

    private String challenge(String request) {
        Bytes rand = rand();
        AkaChallenge challenge = home.challenge(rand, sqn);
        sqn += IND;
        String nonce = Base64.getEncoder()
                .encodeToString(HexFormat.of()
                        .parseHex(challenge.rand().toHex() + challenge.autn().toHex() + "0123456789"));
        challenged.put(nonce, rand);
        return reply(
                request,
                "401 Unauthorized",
                "WWW-Authenticate: Digest realm=\"ims.example.net\", nonce=\"" + nonce
                        + "\", algorithm=AKAv1-MD5, qop=\"auth\"\r\n");
    }

    private Bytes rand() {
        while (true) {
            Bytes rand = Bytes.copyOf(HexFormat.of().parseHex(String.format("%032x", ++rands)));
            boolean hasNul = false;
            for (byte b : home.expected(rand).toArray()) {
                hasNul |= b == 0;
            }
            if (!hasNul) {
                return rand;
            }
        }
    }

    private static String response(String authorization, Bytes res, String method) {
        String user = find(authorization, "username=\"([^\"]*)\"");
        String realm = find(authorization, "realm=\"([^\"]*)\"");
        String uri = find(authorization, "uri=\"([^\"]*)\"");
        byte[] start = (user + ":" + realm + ":").getBytes(StandardCharsets.UTF_8);
        byte[] a1 = new byte[start.length + res.size()];
        System.arraycopy(start, 0, a1, 0, start.length);
        System.arraycopy(res.toArray(), 0, a1, start.length, res.size());
        return md5((md5(a1) + ":" + find(authorization, "[ ,]nonce=\"([^\"]*)\"") + ":"
                        + find(authorization, "nc=\"?([0-9a-f]*)") + ":"
                        + find(authorization, "cnonce=\"([^\"]*)\"") + ":auth:"
                        + md5((method + ":" + uri).getBytes(StandardCharsets.UTF_8)))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String reply(String request, String status, String headers) {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String line : request.split("\r\n\r\n", 2)[0].split("\r\n")) {
            if (line.matches("(?i)(Via|From|Call-ID|CSeq):.*")) {
                response.append(line).append("\r\n");
            } else if (line.regionMatches(true, 0, "To:", 0, 3)) {
                response.append(line).append(";tag=core\r\n");
            }
        }
        return response + headers + "Content-Length: 0\r\n\r\n";
    }

    private static String find(@Nullable String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text == null ? "" : text);
        return matcher.find() ? String.valueOf(matcher.group(1)).strip() : "";
    }

    @Override
    public void close() {
        socket.close();
    }
}
