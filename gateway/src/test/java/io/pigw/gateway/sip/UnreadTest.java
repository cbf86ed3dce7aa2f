package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who sends and does not read. */
final class UnreadTest {

    /** More than the buffers of both ends' kernels take, and the pings whose answers they take. */
    private static final int FLOOD_BYTES = 32 << 20;

    private static final int STOPPED_AFTER = 100;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final ByteBuffer PINGS =
            ByteBuffer.wrap("\r\n".repeat(1 << 15).getBytes(StandardCharsets.US_ASCII));

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final List<PendingAnswer> waiting = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void readsNoMorePingsThanAreAnsweredAndGoesOnWhenTheirAnswersAreRead() throws Exception {
        try (SipTransport transport = open(LONG);
                SocketChannel client = connect(transport)) {
            transport.onRequest(request -> request.refuse(Status.of(486, "Busy Here")));

            assertThat(flood(client)).isLessThan(FLOOD_BYTES);

            client.configureBlocking(true);
            try (RawTcp reader = new RawTcp(client.socket())) {
                Thread sends = Thread.startVirtualThread(
                        () -> reader.send(Texts.message("TCP", reader.port(), "after", "", "x")));
                assertThat(reader.awaits("SIP/2.0 486 Busy Here")).isTrue();
                sends.join();
            }
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "unread")).isZero();
        }
    }

    @Test
    void closesWhenNothingIsReadForLong() throws Exception {
        try (SipTransport transport = open(Duration.ofMillis(500));
                SocketChannel client = connect(transport)) {
            flood(client);

            await().until(() -> metrics.gauge(SipMetrics.OPEN_CONNECTIONS) == 0);

            assertThat(metrics.of(SipMetrics.CONNECTIONS, "unread")).isEqualTo(1);
        }
    }

    @Test
    void keepsFewAnswersForAStrangerAndBringsThemNowhereElse() throws Exception {
        int requests = 400;
        try (SipTransport transport = open(LONG);
                SocketChannel client = connect(transport)) {
            transport.onRequest(request -> request.open().ifPresent(waiting::add));
            int port = ((InetSocketAddress) client.getLocalAddress()).getPort();
            for (int i = 0; i < requests; i++) {
                client.write(ByteBuffer.wrap(
                        Texts.message("TCP", port, "n" + i, "", "x").getBytes(StandardCharsets.UTF_8)));
            }
            await().until(() -> waiting.size() == requests);
            flood(client);

            waiting.forEach(answer -> answer.send(Status.of(200, "OK")));

            await().until(() -> metrics.gauge(SipMetrics.OPEN_CONNECTIONS) == 0);
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "unread")).isEqualTo(1);
            assertThat(metrics.of(SipMetrics.CONNECTIONS, "dialled")).isZero();
        }
    }

    /** Pings until no more are taken; how many bytes were. */
    private static int flood(SocketChannel client) throws IOException {
        client.configureBlocking(false);
        int sent = 0;
        for (int refused = 0; refused < STOPPED_AFTER && sent < FLOOD_BYTES; ) {
            int taken;
            try {
                taken = client.write(PINGS.duplicate());
            } catch (IOException closed) {
                return sent;
            }
            sent += taken;
            refused = taken > 0 ? 0 : refused + 1;
            if (taken == 0) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
        }
        return sent;
    }

    private static SocketChannel connect(SipTransport transport) throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 12);
        client.setOption(StandardSocketOptions.SO_SNDBUF, 1 << 16);
        client.connect(new InetSocketAddress(
                InetAddress.getLoopbackAddress(), transport.local().port()));
        return client;
    }

    private SipTransport open(Duration patience) {
        return Transports.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                        .withConnections(ConnectionRules.DEFAULT.withMessageTimeout(patience)),
                loops,
                metrics);
    }
}
