package io.pigw.gateway.ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.gateway.sip.Sipp;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user agent against SIPp as the IMS core. */
final class SippServerTest {

    private static final int MESSAGES = 100;

    @ParameterizedTest
    @CsvSource({"u1, UDP, 10", "t1, TCP, 10", "t1, TCP, 3000"})
    void deliversEachMessage(String sippTransport, Transport by, int bodyLength, @TempDir Path directory)
            throws Exception {
        int port = freePort();
        try (Loops loops = Loops.open(2);
                SipTransport transport = SipTransport.open(
                        SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty()), loops, SipMetrics.NONE);
                Sipp _ = Sipp.start("message-uas.xml", directory, "-t", sippTransport, "-p", Integer.toString(port))) {
            UserAgent agent =
                    Agents.of(transport, port, by, new SenderOptions(200, 500), loops.next(), SipMetrics.NONE);
            awaitCore(agent);
            List<CompletionStage<SendOutcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                outcomes.add(agent.send(message("m" + i, "x".repeat(bodyLength))));
            }

            for (CompletionStage<SendOutcome> outcome : outcomes) {
                assertThat(outcome.toCompletableFuture().get(40, TimeUnit.SECONDS))
                        .isInstanceOfSatisfying(
                                SendOutcome.Final.class,
                                answer -> assertThat(answer.status()).isEqualTo(200));
            }
        }
    }

    /** SIPp says nothing when it is ready: a first message is sent until one is answered. */
    private static void awaitCore(UserAgent agent) throws Exception {
        for (int i = 0; i < 200; i++) {
            SendOutcome outcome =
                    agent.send(message("ready" + i, "x")).toCompletableFuture().get(40, TimeUnit.SECONDS);
            if (outcome instanceof SendOutcome.Final) {
                return;
            }
        }
        throw new AssertionError("SIPp did not come up");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static OutgoingMessage message(String id, String body) {
        return new OutgoingMessage(
                "sip:alice@ims.example.net",
                "sip:alice@ims.example.net",
                "sip:bob@p2p.example.net",
                "tag-" + id,
                "call-" + id,
                1,
                "z9hG4bK" + id,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                69,
                "text/plain",
                Bytes.utf8(body));
    }
}
