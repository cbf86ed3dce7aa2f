package io.pigw.gateway.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.Hops;
import io.pigw.gateway.sip.ConnectionRules;
import io.pigw.gateway.sip.CountingMetrics;
import io.pigw.gateway.sip.SipLimits;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that break while a request is being written: it is more than the kernel's buffers hold. */
final class BrokenConnectionTest {

    private static final int MORE_THAN_BUFFERS_HOLD = 12_000_000;
    private static final SipLimits LIMITS = new SipLimits(8_192, 8_192, 65_536, 64, 128, 100, 1 << 24);

    private final Loops loops = Loops.open(2);
    private final EventLoop loop = loops.next();
    private ServerSocket core;
    private SipTransport transport;
    private HopSender sender;

    @BeforeEach
    void open() throws IOException {
        core = new ServerSocket();
        core.setReceiveBufferSize(4_096);
        core.setSoTimeout(10_000);
        core.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        transport = SipTransport.open(
                new SipTransportConfig(
                        new HostPort("127.0.0.1", 0), Optional.empty(), LIMITS, ConnectionRules.DEFAULT, 1_000),
                loops,
                new CountingMetrics());
        CoreUri uri = CoreUri.parse("127.0.0.1:" + core.getLocalPort() + ";transport=tcp");
        sender = new HopSender(transport, Hops.of(loop, uri), SenderOptions.of(10), loop, new CountingMetrics());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        loops.close();
        core.close();
    }

    @Test
    void theRequestIsSentOnceMoreAndNoMore() throws Exception {
        var outcome = sender.send(Requests.message("broken", RouteSet.NONE, "x".repeat(MORE_THAN_BUFFERS_HOLD)));

        String first = firstOctetsThenReset();
        String second = firstOctetsThenReset();

        assertThat(second).isEqualTo(first).startsWith("MESSAGE ");
        assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS))
                .isEqualTo(new RequestOutcome.Failed("the connection to the core broke", true));
    }

    private String firstOctetsThenReset() throws IOException {
        try (Socket connection = core.accept()) {
            connection.setSoLinger(true, 0);
            return new String(connection.getInputStream().readNBytes(500), StandardCharsets.UTF_8);
        }
    }
}
