package io.pigw.gateway.ua;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.EventLoop;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.Hops;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.CountingMetrics;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The user agent over real sockets, against cores written by hand. */
final class UserAgentTest {

    private static final int SHORT_T1_MILLIS = 20;

    private final Loops loops = Loops.open(2);
    private final CountingMetrics metrics = new CountingMetrics();
    private final RawUdp core = new RawUdp(0);
    private final SipTransport transport = open();

    private SipTransport open() {
        try {
            return SipTransport.open(
                    SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.of("gw.example.net")), loops, metrics);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        transport.close();
        loops.close();
        core.close();
    }

    @Test
    void sendsAMessageAndTellsThatItWasTaken() throws Exception {
        var outcome = agent(Transport.UDP, 500).send(message("one", "Grüße 🌍"));

        String sent = core.receiveText();
        core.send(response(sent, 200, "OK", ""));

        assertThat(sent)
                .startsWith("MESSAGE sip:alice@ims.example.net SIP/2.0\r\n")
                .contains("Via: SIP/2.0/UDP gw.example.net:" + transport.local().port() + ";branch=z9hG4bKone.")
                .contains("From: <sip:bob@p2p.example.net>;tag=tag-one\r\n")
                .contains("To: <sip:alice@ims.example.net>\r\n")
                .contains("CSeq: 7 MESSAGE\r\n")
                .contains("P-Asserted-Identity: <sip:bob@p2p.example.net>, <tel:+4721000000>\r\n")
                .contains("Date: Sat, 21 Nov 2026 10:00:00 GMT\r\n")
                .contains("Content-Type: text/plain;charset=no-such-charset\r\n")
                .doesNotContain("Contact:")
                .doesNotContain("Route:")
                .endsWith("\r\n\r\nGrüße 🌍");
        assertThat(header(sent, "Max-Forwards")).isEqualTo("69");
        assertThat(outcome.toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
        assertThat(metrics.of(SipMetrics.SENT, "200")).isEqualTo(1);
    }

    @Test
    void tellsARefusalWithItsRetryAfterAndIgnoresProvisionalAnswers() throws Exception {
        UserAgent agent = agent(Transport.UDP, 500);
        var notFound = agent.send(message("nf", "x"));
        String first = received("nf");
        core.send(response(first, 100, "Trying", ""));
        core.send(response(first, 404, "Not Found", ""));
        assertThat(notFound.toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Final(404, "Not Found", OptionalLong.empty()));

        var busy = agent.send(message("busy", "x"));
        core.send(response(received("busy"), 503, "Busy", "Retry-After: 120 (in maintenance);duration=3600"));

        assertThat(busy.toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isEqualTo(new SendOutcome.Final(503, "Busy", OptionalLong.of(120)));
    }

    @Test
    void resendsTheSameBytesUntilTimerF() throws Exception {
        var outcome = agent(Transport.UDP, SHORT_T1_MILLIS).send(message("late", "x"));

        byte[] first = core.receive();
        byte[] second = core.receive();

        assertThat(second).isEqualTo(first);
        assertThat(outcome.toCompletableFuture().get(20, TimeUnit.SECONDS)).isEqualTo(new SendOutcome.TimedOut());
    }

    @Test
    void sendsTheSameRecordAgainAsTheSameBytes() throws Exception {
        UserAgent agent = agent(Transport.UDP, SHORT_T1_MILLIS);
        OutgoingMessage message = message("again", "x");
        var lost = agent.send(message);
        byte[] first = core.receive();
        assertThat(get(lost)).isEqualTo(new SendOutcome.TimedOut());
        while (core.receive(50).isPresent()) {
            // resendings of the first attempt
        }

        var second = agent.send(message);
        byte[] again = core.receive();
        core.send(response(new String(again, StandardCharsets.UTF_8), 200, "OK", ""));

        assertThat(again).isEqualTo(first);
        assertThat(get(second)).isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
    }

    @Test
    void sendsAMessageOnceAtATimeAndByAFreshBranchAfterAnAnswer() throws Exception {
        UserAgent agent = agent(Transport.TCP, SHORT_T1_MILLIS);
        try (ServerSocket listening = core.listen()) {
            OutgoingMessage message = message("twice", "x");
            var first = agent.send(message);
            try (RawTcp connection = new RawTcp(listening.accept())) {
                String sent = connection.receiveText();
                var second = agent.send(message);
                var third = agent.send(message);
                assertThat(get(third)).isEqualTo(new SendOutcome.Failed("this request is being sent already", true));
                connection.send(response(sent, 503, "Busy", ""));
                assertThat(get(first)).isInstanceOf(SendOutcome.Final.class);

                String again = connection.receiveText();
                assertThat(again.replace(header(again, "Via"), "")).isEqualTo(sent.replace(header(sent, "Via"), ""));
                assertThat(header(again, "Via")).isNotEqualTo(header(sent, "Via"));
                connection.send(response(again, 200, "OK", ""));
                assertThat(get(second)).isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
            }
        }
    }

    @Test
    void sendsALargeMessageByTcpAndReusesTheConnection() throws Exception {
        UserAgent agent = agent(Transport.UDP, 500);
        String body = "ö".repeat(20_000);
        try (ServerSocket listening = core.listen()) {
            var first = agent.send(message("large", body));
            try (RawTcp connection = new RawTcp(listening.accept())) {
                String sent = connection.receiveText();
                assertThat(sent).contains("Via: SIP/2.0/TCP gw.example.net:").endsWith("\r\n\r\n" + body);
                connection.send(response(sent, 202, "Accepted", ""));
                assertThat(get(first)).isEqualTo(new SendOutcome.Final(202, "Accepted", OptionalLong.empty()));

                var second = agent.send(message("large2", body));
                connection.send(response(connection.receiveText(), 200, "OK", ""));
                assertThat(get(second)).isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
            }
        }
        assertThat(metrics.of(SipMetrics.CONNECTIONS, "dialled")).isEqualTo(1);
    }

    @Test
    void sendsALargeMessageByUdpWhenTheCoreHasNoTcp() throws Exception {
        String body = "x".repeat(5_000);
        var outcome = agent(Transport.UDP, SHORT_T1_MILLIS).send(message("notcp", body));

        String sent = core.receiveText();
        core.send(response(sent, 200, "OK", ""));

        assertThat(sent).contains("Via: SIP/2.0/UDP ").endsWith("\r\n\r\n" + body);
        assertThat(get(outcome)).isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
    }

    @Test
    void tellsWhenTheCoreCannotBeReachedByTcp() throws Exception {
        var outcome = agent(Transport.TCP, 500).send(message("down", "x"));

        assertThat(get(outcome)).isEqualTo(new SendOutcome.Failed("the core cannot be reached", false));
    }

    @Test
    void hasALimitInFlight() throws Exception {
        UserAgent agent =
                Agents.of(transport, core.port(), Transport.UDP, new SenderOptions(1, 500), loops.next(), metrics);
        var first = agent.send(message("first", "x"));

        var second = agent.send(message("second", "x"));

        assertThat(get(second)).isEqualTo(new SendOutcome.Failed("too many requests in flight", false));
        core.send(response(received("first"), 200, "OK", ""));
        get(first);
        var third = agent.send(message("third", "x"));
        core.send(response(received("third"), 200, "OK", ""));
        assertThat(get(third)).isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
    }

    @Test
    void findsTheCoreByName() throws Exception {
        EventLoop loop = loops.next();
        UserAgent agent = Agents.of(
                transport,
                Hops.of(loop, CoreUri.parse("localhost:" + core.port() + ";transport=udp")),
                SenderOptions.of(10),
                loop,
                metrics);

        var outcome = agent.send(message("named", "x"));

        core.send(response(core.receiveText(), 200, "OK", ""));
        assertThat(get(outcome)).isEqualTo(new SendOutcome.Final(200, "OK", OptionalLong.empty()));
    }

    @Test
    void refusesWhatCouldBreakOutOfItsLine() {
        assertThatThrownBy(() -> new OutgoingMessage(
                        "sip:a@b\r\nX: y",
                        "sip:a@b",
                        "sip:c@d",
                        "t",
                        "c",
                        1,
                        "z9hG4bKx",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        70,
                        "text/plain",
                        Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutgoingMessage(
                        "sip:a@b",
                        "sip:a@b",
                        "sip:c@d",
                        "t",
                        "c",
                        1,
                        "z9hG4bKx",
                        List.of(),
                        Optional.of("call\r\nX: y"),
                        Optional.empty(),
                        70,
                        "text/plain",
                        Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutgoingMessage(
                        "sip:a@b",
                        "sip:a@b",
                        "sip:c@d",
                        "t",
                        "c",
                        1,
                        "z9hG4bKx",
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        70,
                        "text/plain\r\nX: y",
                        Bytes.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The next request with that Call-ID: under load an earlier one may be resent before its answer is read. */
    private String received(String id) {
        String text = core.receiveText();
        while (!header(text, "Call-ID").equals("call-" + id)) {
            text = core.receiveText();
        }
        return text;
    }

    private UserAgent agent(Transport by, int t1Millis) {
        return Agents.of(transport, core.port(), by, new SenderOptions(10, t1Millis), loops.next(), metrics);
    }

    private static SendOutcome get(CompletionStage<SendOutcome> outcome)
            throws InterruptedException, ExecutionException, TimeoutException {
        return outcome.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static OutgoingMessage message(String id, String body) {
        return new OutgoingMessage(
                "sip:alice@ims.example.net",
                "sip:alice@ims.example.net",
                "sip:bob@p2p.example.net",
                "tag-" + id,
                "call-" + id,
                7,
                "z9hG4bK" + id,
                List.of("sip:bob@p2p.example.net", "tel:+4721000000"),
                Optional.empty(),
                Optional.of(Instant.parse("2026-11-21T10:00:00Z")),
                69,
                "text/plain;charset=no-such-charset",
                Bytes.utf8(body));
    }
}
