package io.pigw.bench.faults;

import io.pigw.bench.load.ClientHello;
import io.pigw.bench.scale.Meters;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Sends what nobody should: mutated messages over links with good certificates, bytes that are no handshake, mutated EST requests.
 * Blocks.
 */
final class BadInput {

    private static final int MESSAGES_OF_A_LINK = 40;
    private static final int LINKS_OF_A_REQUEST = 4;
    private static final int GOOD_OF_A_BAD_ONE = 3;
    private static final int TO_SHAKE_HANDS_MILLIS = 5_000;
    private static final int TO_ANSWER_MILLIS = 250;
    private static final int TO_DRAIN_MILLIS = 50;
    private static final int MOST_GARBAGE = 600;
    private static final int RING = 8_192;

    private final Random random;
    private final InstantSource clock;
    private final List<NodeIdentity> hostile;
    private final List<SSLContext> contexts = new ArrayList<>();
    private final SSLContext nobody;
    private final byte[] hello;
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long messages;
    private long links;
    private long refusedLinks;
    private long handshakes;
    private long requests;

    /** @param hostile nodes with good certificates */
    BadInput(List<NodeIdentity> hostile, InstantSource clock, long seed) {
        this.hostile = List.copyOf(hostile);
        this.clock = clock;
        this.random = new Random(seed);
        try {
            for (NodeIdentity identity : hostile) {
                contexts.add(CarelessTls.as(identity));
            }
            this.nobody = CarelessTls.asNobody();
            this.hello = ClientHello.of(nobody);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("this JDK has no TLS for a node's key", impossible);
        }
    }

    /**
     * Sends so many mutated messages, good ones between them, and handshakes and requests in proportion.
     *
     * @param nodes where P2PSIP is spoken
     * @param est where EST is
     */
    void send(long count, List<HostPort> nodes, HostPort est) {
        for (long begun = messages; messages - begun < count; ) {
            HostPort node = nodes.get(random.nextInt(nodes.size()));
            link(random.nextInt(hostile.size()), node);
            handshake(random.nextBoolean() ? node : est);
            if (links % LINKS_OF_A_REQUEST == 0) {
                statuses.merge(request(est), 1L, Long::sum);
            }
        }
    }

    /** With what the services' meters say. */
    BadInputCounts counts(List<Meters> meters) {
        return new BadInputCounts(
                messages,
                links,
                refusedLinks,
                sum(meters, "pigw_messages_received_total"),
                sum(meters, "pigw_decode_errors_total"),
                handshakes,
                requests,
                statuses,
                sum(meters, "pigw_handler_failures_total"));
    }

    private static long sum(List<Meters> meters, String name) {
        return (long) meters.stream().mapToDouble(of -> of.sum(name, "")).sum();
    }

    private void link(int who, HostPort node) {
        links++;
        NodeId self = hostile.get(who).certificate().id();
        try (SSLSocket socket = tls(contexts.get(who), node)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"p2psip/2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(TO_SHAKE_HANDS_MILLIS);
            socket.startHandshake();
            OutputStream out = socket.getOutputStream();
            for (int i = 0; i < MESSAGES_OF_A_LINK; i++) {
                byte[] good = Mutations.message(self, NodeId.of(random.nextInt(RING)), clock.instant(), random);
                boolean bad = random.nextInt(1 + GOOD_OF_A_BAD_ONE) == 0;
                messages += bad ? 1 : 0;
                out.write(bad ? Mutations.of(good, random) : good);
            }
            out.flush();
            socket.setSoTimeout(TO_DRAIN_MILLIS);
            while (socket.getInputStream().read(new byte[4096]) >= 0) {
                // until it is closed, or nothing comes any more
            }
        } catch (SSLException refused) {
            refusedLinks++;
        } catch (IOException over) {
            // closed in the middle: what was written after that was not read
        }
    }

    private void handshake(HostPort to) {
        handshakes++;
        try (Socket socket = plain(to)) {
            socket.getOutputStream().write(random.nextBoolean() ? garbage() : Mutations.of(hello, random));
        } catch (IOException refused) {
            // as it should be
        }
    }

    private byte[] garbage() {
        byte[] bytes = new byte[1 + random.nextInt(MOST_GARBAGE)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The status; 0 if there is none. */
    private int request(HostPort est) {
        requests++;
        try (SSLSocket socket = tls(nobody, est)) {
            socket.setSoTimeout(TO_SHAKE_HANDS_MILLIS);
            socket.startHandshake();
            socket.getOutputStream().write(Mutations.of(estRequest(est), random));
            socket.setSoTimeout(TO_ANSWER_MILLIS);
            String line =
                    new String(socket.getInputStream().readNBytes("HTTP/1.1 200".length()), StandardCharsets.US_ASCII);
            return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring("HTTP/1.1 ".length())) : 0;
        } catch (IOException | NumberFormatException closed) {
            return 0;
        }
    }

    private byte[] estRequest(HostPort est) {
        String body = Base64.getMimeEncoder().encodeToString(nested());
        String operation = List.of("simpleenroll", "simplereenroll", "cacerts", "csrattrs", "fullcmc")
                .get(random.nextInt(5));
        return ((random.nextInt(4) == 0 ? "GET" : "POST") + " /.well-known/est/" + operation + " HTTP/1.1\r\nHost: "
                        + est
                        + "\r\nAuthorization: Basic " + Base64.getEncoder().encodeToString(garbage())
                        + "\r\nContent-Type: application/pkcs10\r\nContent-Transfer-Encoding: base64\r\nContent-Length: "
                        + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** DER that says it is sequences within sequences, and goes on as it likes. */
    private byte[] nested() {
        byte[] bytes = garbage();
        int depth = random.nextInt(bytes.length);
        for (int i = 0; i + 1 < depth; i += 2) {
            bytes[i] = 0x30;
            bytes[i + 1] = (byte) Math.min(0x7f, bytes.length - i - 2);
        }
        return bytes;
    }

    /** From one of the addresses of this machine, as many would come. */
    private Socket plain(HostPort to) throws IOException {
        InetAddress source = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (1 + random.nextInt(250))});
        return new Socket(InetAddress.getByName(to.host()), to.port(), source, 0);
    }

    private SSLSocket tls(SSLContext context, HostPort to) throws IOException {
        return (SSLSocket) context.getSocketFactory().createSocket(plain(to), to.host(), to.port(), true);
    }
}
