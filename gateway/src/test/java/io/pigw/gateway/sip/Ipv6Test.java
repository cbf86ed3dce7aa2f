package io.pigw.gateway.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.NetUtil;
import io.pigw.gateway.sip.tls.SipPki;
import io.pigw.gateway.sip.tls.TlsConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ways over IPv6, on all transports. */
final class Ipv6Test {

    private static final InetAddress LOOPBACK_6 = NetUtil.createInetAddressFromIpAddressString("::1");

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final SipPki ims = new SipPki();
    private final Transports.Fate fate = new Transports.Fate();

    @TempDir
    Path folder;

    @BeforeAll
    static void needsIpv6() {
        try (ServerSocket _ = new ServerSocket(0, 1, LOOPBACK_6)) {
            // there is one
        } catch (IOException e) {
            Assumptions.abort("no IPv6 loopback here: " + e.getMessage());
        }
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void advertisesItsAddressInBrackets() {
        try (SipTransport transport = open()) {
            assertThat(transport.advertised("UDP")).hasToString("[::1]:" + port(transport));
            assertThat(transport.advertised("TCP")).hasToString("[::1]:" + port(transport));
            assertThat(transport.advertised("TLS")).hasToString("[::1]:" + tlsPort(transport));
        }
    }

    @Test
    void answersOverUdp() throws Exception {
        try (SipTransport transport = open();
                DatagramSocket client = new DatagramSocket(new InetSocketAddress(LOOPBACK_6, 0))) {
            byte[] request = message("UDP", client.getLocalPort()).getBytes(StandardCharsets.UTF_8);
            client.send(new DatagramPacket(request, request.length, LOOPBACK_6, port(transport)));

            assertThat(receive(client)).startsWith("SIP/2.0 200 [::1]:" + client.getLocalPort() + "\r\n");
        }
    }

    @Test
    void answersOverTcp() throws Exception {
        try (SipTransport transport = open();
                RawTcp client = new RawTcp(new Socket(LOOPBACK_6, port(transport)))) {
            client.send(message("TCP", client.port()));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 [::1]:" + client.port() + "\r\n");
        }
    }

    @Test
    void answersOverTls() throws Exception {
        TlsPeer core = TlsPeer.showing(ims, ims.certificate("sip:core.example.net"));
        try (SipTransport transport = open();
                RawTcp client = new RawTcp(core.connect(new Socket(LOOPBACK_6, tlsPort(transport))))) {
            client.send(message("TLS", client.port()));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 [::1]:" + client.port() + "\r\n");
        }
    }

    @Test
    void sendsOverUdp() throws Exception {
        try (SipTransport transport = open();
                DatagramSocket core = new DatagramSocket(new InetSocketAddress(LOOPBACK_6, 0))) {
            send(transport, core.getLocalPort(), "UDP", "");
            String request = receive(core);
            byte[] answer = Texts.response(request, 200, "OK", "").getBytes(StandardCharsets.UTF_8);
            core.send(new DatagramPacket(answer, answer.length, LOOPBACK_6, port(transport)));

            await().until(() -> fate.events.contains("status 200"));
        }
    }

    @Test
    void sendsOverTcp() throws Exception {
        try (SipTransport transport = open();
                ServerSocket core = new ServerSocket(0, 8, LOOPBACK_6)) {
            send(transport, core.getLocalPort(), "TCP", "");
            try (RawTcp server = new RawTcp(core.accept())) {
                server.send(Texts.response(server.receiveText(), 200, "OK", ""));
                await().until(() -> fate.events.contains("status 200"));
            }
        }
    }

    @Test
    void sendsOverTlsAndVerifiesTheAddress() throws Exception {
        TlsPeer peer = TlsPeer.showing(ims, ims.certificate("IP:::1"));
        try (SipTransport transport = open();
                SSLServerSocket core = peer.listen(LOOPBACK_6)) {
            send(transport, core.getLocalPort(), "TLS", "::1");
            try (RawTcp server = new RawTcp(core.accept())) {
                server.send(Texts.response(server.receiveText(), 200, "OK", ""));
                await().until(() -> fate.events.contains("status 200"));
            }
        }
    }

    private void send(SipTransport transport, int port, String by, String name) throws Exception {
        transport.send(
                Transports.options(transport, new InetSocketAddress(LOOPBACK_6, port), by, name, "six" + by), fate);
    }

    private static String message(String transport, int port) {
        return Texts.message(transport, port, "six", "", "x").replace("127.0.0.1:", "[::1]:");
    }

    private static String receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static int port(SipTransport transport) {
        return transport.local().port();
    }

    private static int tlsPort(SipTransport transport) {
        return transport.localTls().orElseThrow().port();
    }

    private SipTransport open() {
        SipPki.Files3 files = ims.write(folder, ims.certificate("sip:gw.example.net"));
        TlsConfig tls = TlsConfig.of(new HostPort("::1", 0), files.certificate(), files.key(), files.trust());
        SipTransport transport = Transports.open(
                SipTransportConfig.of(new HostPort("::1", 0), Optional.empty()).withTls(tls), loops, metrics);
        transport.onRequest(request -> request.open()
                .orElseThrow()
                .send(Status.of(200, request.source().toString())));
        return transport;
    }
}
