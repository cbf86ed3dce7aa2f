package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose response is believed: that of the host that was asked, by the transport that it was asked by. */
final class StrayResponseTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final Transports.Fate fate = new Transports.Fate();

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void takesNoneByAnotherTransportOrFromAnotherHost() throws Exception {
        try (SipTransport transport = open();
                ServerSocket core = new ServerSocket(0, 8, LOOPBACK)) {
            transport.send(Transports.options(transport, hop(core.getLocalPort()), "TCP", "", "tcp"), fate);
            try (RawTcp server = new RawTcp(core.accept())) {
                String request = server.receiveText();
                String forged = Texts.response(request, 486, "Busy Here", "");

                datagram(forged, LOOPBACK, transport);
                awaitStrays(1);
                try (RawTcp other =
                        new RawTcp(new Socket(LOOPBACK, transport.local().port(), elsewhere(), 0))) {
                    other.send(forged);
                    awaitStrays(2);
                }
                assertThat(fate.events).isEmpty();

                server.send(Texts.response(request, 200, "OK", ""));
                await().until(() -> fate.events.contains("status 200"));
            }
        }
    }

    @Test
    void takesOneOverAnotherConnectionOfTheSameHost() throws Exception {
        try (SipTransport transport = open();
                ServerSocket core = new ServerSocket(0, 8, LOOPBACK)) {
            transport.send(Transports.options(transport, hop(core.getLocalPort()), "TCP", "", "anew"), fate);
            try (RawTcp server = new RawTcp(core.accept());
                    RawTcp anew = new RawTcp(transport.local().port())) {
                anew.send(Texts.response(server.receiveText(), 200, "OK", ""));

                await().until(() -> fate.events.contains("status 200"));
            }
        }
    }

    @Test
    void takesNoDatagramFromAnotherHost() throws Exception {
        try (SipTransport transport = open();
                RawUdp core = new RawUdp(transport.local().port())) {
            transport.send(Transports.options(transport, hop(core.port()), "UDP", "", "udp"), fate);
            String request = core.receiveText();

            datagram(Texts.response(request, 486, "Busy Here", ""), elsewhere(), transport);
            awaitStrays(1);
            assertThat(fate.events).isEmpty();

            core.send(Texts.response(request, 200, "OK", ""));
            await().until(() -> fate.events.contains("status 200"));
        }
    }

    private void awaitStrays(int count) {
        await().until(() -> metrics.of(SipMetrics.DROPPED, "stray_response") == count);
    }

    private static void datagram(String text, InetAddress from, SipTransport to) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0))) {
            socket.send(new DatagramPacket(bytes, bytes.length, hop(to.local().port())));
        }
    }

    private static InetAddress elsewhere() throws Exception {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
    }

    private static InetSocketAddress hop(int port) {
        return new InetSocketAddress(LOOPBACK, port);
    }

    private SipTransport open() {
        return Transports.open(SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty()), loops, metrics);
    }
}
