package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static io.pigw.gateway.sip.Texts.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application server over real sockets, against clients written by hand. */
final class ApplicationServerTest {

    private final AsFixture server = new AsFixture();
    private RawUdp udp = new RawUdp(0);

    @BeforeEach
    void open() {
        udp.close();
        udp = new RawUdp(server.port());
    }

    @AfterEach
    void close() {
        udp.close();
        server.close();
    }

    @Test
    void acceptsAMessageOverUdp() {
        udp.send(message("UDP", udp.port(), "one", "Date: Sat, 21 Nov 2026 10:00:00 GMT", "hello"));

        String answer = udp.receiveText();

        assertThat(answer).startsWith("SIP/2.0 200 OK\r\n").doesNotContain("Contact:");
        assertThat(header(answer, "Via")).contains("branch=z9hG4bKone").contains("rport=" + udp.port());
        assertThat(header(answer, "To")).startsWith("<sip:586@p2p.example.net>;tag=");
        assertThat(header(answer, "Call-ID")).isEqualTo("call-one@ims.example.net");
        assertThat(header(answer, "CSeq")).isEqualTo("1 MESSAGE");
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
        ImsMessage accepted = server.accepted.getFirst();
        assertThat(accepted.requestUri()).isEqualTo("sip:586@p2p.example.net");
        assertThat(accepted.fromUri()).isEqualTo("sip:alice@ims.example.net");
        assertThat(accepted.fromTag()).contains("aone");
        assertThat(accepted.toUri()).isEqualTo("sip:586@p2p.example.net");
        assertThat(accepted.callId()).isEqualTo("call-one@ims.example.net");
        assertThat(accepted.cseq()).isEqualTo(1);
        assertThat(accepted.date()).contains(Instant.parse("2026-11-21T10:00:00Z"));
        assertThat(accepted.maxForwards()).isEqualTo(70);
        assertThat(accepted.contentType()).isEqualTo("text/plain");
        assertThat(accepted.body().toUtf8()).isEqualTo("hello");
        assertThat(accepted.source().port()).isEqualTo(udp.port());
        assertThat(accepted.transport()).isEqualTo("UDP");
    }

    @Test
    void answersToTheViaPortWithoutRport() {
        try (RawUdp other = new RawUdp(server.port())) {
            other.send(message("UDP", udp.port(), "norport", "", "hello").replace(";rport", ""));

            assertThat(udp.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
        }
    }

    @Test
    void keepsAUtf8BodyByteForByteEvenWithAnUnknownCharset() {
        String body = "Grüße, 世界 🌍\n\u0000\u0001 ende";
        udp.send(message("UDP", udp.port(), "utf8", "", body)
                .replace("text/plain", "text/plain;charset=no-such-charset"));

        assertThat(udp.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
        assertThat(server.accepted.getFirst().body().toArray()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
        assertThat(server.accepted.getFirst().contentType()).isEqualTo("text/plain;charset=no-such-charset");
    }

    @Test
    void takesPipelinedMessagesOverTcp() {
        try (RawTcp tcp = new RawTcp(server.port())) {
            StringBuilder pipeline = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                pipeline.append(message("TCP", tcp.port(), "pipe" + i, "", "body " + i));
            }
            tcp.send(pipeline.toString());

            for (int i = 0; i < 20; i++) {
                String answer = tcp.receiveText();
                assertThat(answer).startsWith("SIP/2.0 200 OK\r\n");
                assertThat(header(answer, "Call-ID")).isEqualTo("call-pipe" + i + "@ims.example.net");
            }
        }
        assertThat(server.accepted).extracting(m -> m.body().toUtf8()).contains("body 0", "body 19");
    }

    @Test
    void takesAMessageInSingleBytesOverTcp() {
        try (RawTcp tcp = new RawTcp(server.port())) {
            for (byte b : message("TCP", tcp.port(), "split", "", "ä").getBytes(StandardCharsets.UTF_8)) {
                tcp.send(new byte[] {b});
            }

            assertThat(tcp.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
        }
        assertThat(server.accepted.getFirst().body().toUtf8()).isEqualTo("ä");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void takesCompactHeaders(String transport) {
        String compact = message(transport, udp.port(), "compact", "", "hi")
                .replace("Via:", "v:")
                .replace("From:", "f:")
                .replace("To:", "t:")
                .replace("Call-ID:", "i:")
                .replace("Content-Type:", "c:")
                .replace("Content-Length:", "l:");

        assertThat(exchange(transport, compact)).startsWith("SIP/2.0 200 OK\r\n");
        assertThat(server.accepted.getFirst().body().toUtf8()).isEqualTo("hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UDP", "TCP"})
    void tellsWhatItSupports(String transport) {
        String answer =
                exchange(transport, request("OPTIONS", "sip:gw@p2p.example.net", transport, udp.port(), "opt", "", ""));

        assertThat(answer).startsWith("SIP/2.0 200 OK\r\n");
        assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, OPTIONS, REGISTER");
        assertThat(header(answer, "Accept")).isEqualTo("text/plain, message/cpim, application/pkcs7-mime");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "SUBSCRIBE", "NOTIFY", "BYE", "PUBLISH", "REFER", "PRACK"})
    void allowsNoOtherMethod(String method) {
        String answer =
                exchange("UDP", request(method, "sip:586@p2p.example.net", "UDP", udp.port(), "m" + method, "", ""));

        assertThat(answer).startsWith("SIP/2.0 405 Method Not Allowed\r\n");
        assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, OPTIONS, REGISTER");
        assertThat(server.accepted).isEmpty();
    }

    @Test
    void saysOfAMethodThatIsNoneThatItIsNotImplemented() {
        String answer = exchange("UDP", request("FOO", "sip:586@p2p.example.net", "UDP", udp.port(), "foo", "", ""));

        assertThat(answer).startsWith("SIP/2.0 501 Not Implemented\r\n");
        assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, OPTIONS, REGISTER");
    }

    @Test
    void knowsNothingToCancelAndIgnoresAck() {
        udp.send(request("ACK", "sip:586@p2p.example.net", "UDP", udp.port(), "ack", "", ""));

        String answer = exchange("UDP", request("CANCEL", "sip:586@p2p.example.net", "UDP", udp.port(), "can", "", ""));

        assertThat(answer).startsWith("SIP/2.0 481 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/plain | text/html                           | 415 | Accept      | text/plain, message/cpim, application/pkcs7-mime",
                "Max-Forwards: 70 | Max-Forwards: 0               | 483 |             |",
                "Max-Forwards: 70 | Require: foo, 100rel          | 420 | Unsupported | foo, 100rel",
                "Max-Forwards: 70 | Content-Encoding: gzip        | 415 | Accept-Encoding | identity",
                "sip:586@p2p.example.net | http://p2p.example.net | 416 |             |"
            })
    void refusesWhatItDoesNotTake(String from, String to, int status, String header, String value) {
        String answer =
                exchange("UDP", message("UDP", udp.port(), "refuse", "", "x").replace(from, to));

        assertThat(answer).startsWith("SIP/2.0 " + status + " ");
        if (header != null) {
            assertThat(header(answer, header)).isEqualTo(value);
        }
        assertThat(server.accepted).isEmpty();
    }

    @Test
    void takesCpimAndAMessageWithoutMaxForwardsOrFromTag() {
        String text = message("UDP", udp.port(), "lenient", "", "x")
                .replace("text/plain", "Message/CPIM; a=b")
                .replace("Max-Forwards: 70\r\n", "")
                .replace(";tag=alenient", "");

        assertThat(exchange("UDP", text)).startsWith("SIP/2.0 200 ");
        assertThat(server.accepted.getFirst().maxForwards()).isEqualTo(70);
        assertThat(server.accepted.getFirst().fromTag()).isEmpty();
    }

    @Test
    void refusesABodyOverTheLimit() {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "fits", "", "x".repeat(65_536)));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 200 ");

            tcp.send(message("TCP", tcp.port(), "over", "", "x".repeat(65_537)));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 413 ");
            assertThat(tcp.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void refusesABodyOverItsOwnLimitAndKeepsTheConnection() {
        AsConfig small = new AsConfig(List.of("text/plain"), 10, 10, TrustDomain.NOBODY, Admit.ANYONE);
        try (AsFixture strict = new AsFixture(small);
                RawTcp tcp = new RawTcp(strict.port())) {
            tcp.send(message("TCP", tcp.port(), "over", "", "12345678901"));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 413 ");

            tcp.send(message("TCP", tcp.port(), "fits", "", "1234567890"));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void handsARetransmissionOverOnceAndRepeatsItsAnswer() {
        CompletableFuture<Answer> later = new CompletableFuture<>();
        server.next = later;
        String text = message("UDP", udp.port(), "again", "", "x");
        udp.send(text);
        udp.send(text);
        await().until(() -> server.metrics.of(SipMetrics.RECEIVED, "MESSAGE") == 2);
        assertThat(server.accepted).hasSize(1);
        later.complete(Answer.of(202, "Accepted"));
        String first = udp.receiveText();

        udp.send(text);

        assertThat(udp.receiveText()).isEqualTo(first).startsWith("SIP/2.0 202 Accepted\r\n");
        assertThat(server.accepted).hasSize(1);
    }

    @Test
    void callsAMergedRequestALoop() {
        server.next = new CompletableFuture<>();
        String text = message("UDP", udp.port(), "fork", "", "x");
        udp.send(text);
        await().until(() -> server.accepted.size() == 1);

        udp.send(text.replace("z9hG4bKfork", "z9hG4bKfork2"));

        assertThat(udp.receiveText()).startsWith("SIP/2.0 482 ");
        assertThat(server.accepted).hasSize(1);
    }

    @Test
    void knowsItsOwnVia() {
        String own = "Via: SIP/2.0/UDP " + server.transport.advertised() + ";branch=z9hG4bKown";

        assertThat(exchange("UDP", message("UDP", udp.port(), "loop", own, "x")))
                .startsWith("SIP/2.0 482 ");
    }

    @Test
    void saysWhenItHasTooMuchToDo() {
        AsConfig one = new AsConfig(List.of("text/plain"), 100, 1, TrustDomain.NOBODY, Admit.ANYONE);
        try (AsFixture busy = new AsFixture(one);
                RawUdp client = new RawUdp(busy.port())) {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            busy.next = later;
            client.send(message("UDP", client.port(), "first", "", "x"));
            await().until(() -> busy.accepted.size() == 1);

            client.send(message("UDP", client.port(), "second", "", "x"));

            String answer = client.receiveText();
            assertThat(answer).startsWith("SIP/2.0 503 ");
            assertThat(Integer.parseInt(header(answer, "Retry-After"))).isBetween(1, 60);
            later.complete(Answer.of(200, "OK"));
            assertThat(header(client.receiveText(), "Call-ID")).startsWith("call-first@");
            client.send(message("UDP", client.port(), "third", "", "x"));
            assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void passesOnWhatTheAcceptorSays() {
        server.next = CompletableFuture.completedStage(
                new Answer(404, "No Such Peer", List.of(new HeaderField("Reason", "SIP;cause=404"))));

        String answer = exchange("UDP", message("UDP", udp.port(), "nf", "", "x"));

        assertThat(answer).startsWith("SIP/2.0 404 No Such Peer\r\n");
        assertThat(header(answer, "Reason")).isEqualTo("SIP;cause=404");
    }

    @Test
    void answersWhenTheAcceptorFails() {
        server.next = CompletableFuture.failedStage(new IllegalStateException("for the test"));

        assertThat(exchange("UDP", message("UDP", udp.port(), "fail", "", "x"))).startsWith("SIP/2.0 500 ");
    }

    @Test
    void believesAnAssertedIdentityFromTheTrustDomainAlone() {
        String asserted = "P-Asserted-Identity: \"Alice, A.\" <sip:alice@ims.example.net>, <tel:+4711>\r\nPrivacy: id";
        String text = message("UDP", udp.port(), "pai", asserted, "x");
        exchange("UDP", text);
        try (AsFixture distrustful = new AsFixture(AsConfig.of(TrustDomain.of(List.of("192.0.2.0/24")), Admit.ANYONE));
                RawUdp client = new RawUdp(distrustful.port())) {
            client.send(text);
            client.receive();

            assertThat(server.accepted.getFirst().assertedIdentity()).contains("sip:alice@ims.example.net");
            assertThat(server.accepted.getFirst().anonymous()).isTrue();
            assertThat(distrustful.accepted.getFirst().assertedIdentity()).isEmpty();
        }
    }

    @Test
    void whomTheCoreCalledCountsFromTheTrustDomainAlone() {
        String called = "P-Called-Party-ID: \"Bob\" <sip:bob@p2p.example.net>";
        String text = message("UDP", udp.port(), "called", called, "x");
        exchange("UDP", text);
        try (AsFixture distrustful = new AsFixture(AsConfig.of(TrustDomain.of(List.of("192.0.2.0/24")), Admit.ANYONE));
                RawUdp client = new RawUdp(distrustful.port())) {
            client.send(text);
            client.receive();

            assertThat(server.accepted.getFirst().toUri()).isEqualTo("sip:bob@p2p.example.net");
            assertThat(distrustful.accepted.getFirst().toUri()).isEqualTo("sip:586@p2p.example.net");
        }
    }

    private String exchange(String transport, String text) {
        if (transport.equals("UDP")) {
            udp.send(text);
            return udp.receiveText();
        }
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(text);
            return tcp.receiveText();
        }
    }
}
