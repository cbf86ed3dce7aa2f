package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static io.pigw.gateway.sip.Texts.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What strangers may send. After each case the service must still take a message. */
final class BadInputTest {

    private final AsFixture server = new AsFixture();
    private RawUdp udp = new RawUdp(0);

    @BeforeEach
    void open() {
        udp.close();
        udp = new RawUdp(server.port());
    }

    @AfterEach
    void stillServesAndCloses() {
        int before = server.accepted.size();
        udp.send(message("UDP", udp.port(), "alive-udp", "", "x"));
        assertThat(udp.receiveText()).startsWith("SIP/2.0 200 ");
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "alive-tcp", "", "x"));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 200 ");
        }
        assertThat(server.accepted).hasSize(before + 2);
        udp.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CSeq: 1 MESSAGE | CSeq: one MESSAGE | 400 Malformed CSeq",
                "CSeq: 1 MESSAGE | CSeq: 1 OPTIONS | 400 Malformed CSeq",
                "CSeq: 1 MESSAGE | CSeq: 2147483648 MESSAGE | 400 Malformed CSeq",
                "CSeq: 1 MESSAGE | CSeq: 99999999999999 MESSAGE | 400 Malformed CSeq",
                "CSeq: 1 MESSAGE | X-CSeq: 1 | 400 Missing CSeq",
                "Call-ID: | X-Call-ID: | 400 Missing Call-ID",
                "From: | X-From: | 400 Missing From",
                "To: | X-To: | 400 Missing To",
                "Max-Forwards: 70 | Max-Forwards: 256 | 400 Malformed Max-Forwards",
                "Max-Forwards: 70 | Max-Forwards: -1 | 400 Malformed Max-Forwards",
                "z9hG4bKbad | z9hG4bK | 400 Via Branch Without Identifier",
                "SIP/2.0/UDP | SIP/2.0/TCP | 400 Malformed Via",
                "SIP/2.0/UDP 127 | UDP 127 | 400 Malformed Via",
                ";rport | ;maddr=name.invalid | 400 Malformed Via",
                "Max-Forwards: 70 | Date: yesterday | 400 Malformed Date",
                "Max-Forwards: 70 | Date: Sat, 21 Nov 2026 10:00:00 EST | 400 Malformed Date",
                "From: < | From: Bell, Alexander < | 400 Malformed From or To",
                "To: <sip:586@p2p.example.net> | To: sip:586@p2p.example.net?a=b | 400 Malformed From or To",
                "To: <sip:586@p2p.example.net> | To: <sip:586@p2p.example.net | 400 Malformed From or To",
                "MESSAGE sip | MESSAGE  sip | 400 Malformed Request-Line",
                "net SIP/2.0 | net  SIP/2.0 | 400 Malformed Request-Line",
                "MESSAGE sip:586@p2p.example.net | MESSAGE <sip:586@p2p.example.net> | 400 Malformed Request-Line",
                "MESSAGE sip:586@p2p.example.net | MESSAGE sip:586@p2p.example.net?Route=x | 400 Malformed Request-URI",
                "net SIP/2.0 | net SIP/7.0 | 505 Version Not Supported",
                "Content-Length: 1 | Content-Length: 2 | 400 Body Shorter Than Content-Length",
                "Content-Length: 1 | Content-Length: -1 | 400 Malformed Content-Length",
                "Content-Length: 1 | Content-Length: 1x | 400 Malformed Content-Length",
                "Max-Forwards: 70 | Content-Length: 0 | 400 Malformed Content-Length",
                "Max-Forwards: 70 | CSeq: 1 MESSAGE | 400 Repeated Header Field",
                "Max-Forwards: 70 | no colon here | 400 Malformed Header Field",
                "Max-Forwards: 70 | Bad Name: x | 400 Malformed Header Field",
            })
    void refusesOverUdp(String from, String to, String status) {
        String text = message("UDP", udp.port(), "bad", "", "x");
        String bad = text.replaceFirst(Pattern.quote(from), to);
        assertThat(bad).isNotEqualTo(text);

        udp.send(bad);

        String answer = udp.receiveText();
        assertThat(answer).startsWith("SIP/2.0 " + status + "\r\n").endsWith("\r\n\r\n");
        assertThat(header(answer, "Content-Length")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CSeq: 1 MESSAGE | CSeq: one MESSAGE | 400 Malformed CSeq",
                "net SIP/2.0 | net SIP/7.0 | 505 Version Not Supported",
                "From: | X-From: | 400 Missing From",
            })
    void refusesOverTcpAndKeepsTheConnection(String from, String to, String status) {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "bad", "", "x").replace(from, to));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 " + status + "\r\n");

            tcp.send(message("TCP", tcp.port(), "good", "", "x"));
            assertThat(tcp.receiveText()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void takesARetransmissionOfAnOldClientForOne() {
        String old = message("UDP", udp.port(), "old", "", "x")
                .replace(";branch=z9hG4bKold", "")
                .replace(";tag=aold", "");
        udp.send(old);
        String first = udp.receiveText();
        udp.send(old);
        String again = udp.receiveText();
        udp.send(old.replace("CSeq: 1 ", "CSeq: 2 "));
        String next = udp.receiveText();

        assertThat(first).startsWith("SIP/2.0 200 ").isEqualTo(again);
        assertThat(header(first, "Via")).doesNotContain("branch");
        assertThat(header(next, "CSeq")).isEqualTo("2 MESSAGE");
        assertThat(server.accepted).extracting(ImsMessage::cseq).containsExactly(1L, 2L);
    }

    @Test
    void keepsTwoClientsWithOneBranchApart() {
        try (RawUdp other = new RawUdp(server.port())) {
            udp.send(message("UDP", udp.port(), "same", "", "one"));
            assertThat(udp.receiveText()).startsWith("SIP/2.0 200 ");
            other.send(message("UDP", other.port(), "same", "", "two").replace("call-same", "call-other"));
            assertThat(header(other.receiveText(), "Call-ID")).startsWith("call-other");
        }
        assertThat(server.accepted)
                .extracting(message -> message.body().toUtf8())
                .containsExactly("one", "two");
    }

    @Test
    void repeatsTheRequestsOwnLinesInEveryAnswer() {
        String via = "SIP/2.0/UDP 127.0.0.1:" + udp.port() + ";rport;x=\"a;b\";branch=z9hG4bKletter;received=192.0.2.7";
        udp.send(message("UDP", udp.port(), "letter", "v : SIP / 2.0 / TCP [2001:db8:::192.0.2.1];branch=1;q", "x")
                .replaceFirst("Via: [^\r]*", "Via: " + via)
                .replace("From: <", "From: O'Brien a.invalid! <")
                .replace(
                        "To: <sip:586@p2p.example.net>",
                        "To: \"N\\\u0000L \u00e4\" <sip:5%386@p2p.example.net;x=y> ; z"));

        String answer = udp.receiveText();

        assertThat(answer)
                .startsWith("SIP/2.0 200 ")
                .contains("Via: SIP/2.0/UDP 127.0.0.1:" + udp.port() + ";rport=" + udp.port()
                        + ";x=\"a;b\";branch=z9hG4bKletter;received=127.0.0.1\r\n")
                .contains("Via: SIP / 2.0 / TCP [2001:db8:::192.0.2.1];branch=1;q\r\n")
                .contains("From: O'Brien a.invalid! <sip:alice@ims.example.net>;tag=aletter\r\n")
                .contains("To: \"N\\\u0000L \u00e4\" <sip:5%386@p2p.example.net;x=y> ; z;tag=");
        assertThat(server.accepted.getFirst().toUri()).isEqualTo("sip:5%386@p2p.example.net;x=y");
    }

    @Test
    void answersNobodyWithoutAVia() {
        udp.send(message("UDP", udp.port(), "novia", "", "x").replace("Via:", "X-Via:"));

        await().until(() -> server.metrics.of(SipMetrics.DROPPED, "missing_via") == 1);
    }

    @Test
    void copiesWhatAnAnswerNeeds() {
        udp.send(message("UDP", udp.port(), "copy", "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx", "x")
                .replace("net SIP/2.0", "net SIP/3.0"));

        String answer = udp.receiveText();

        assertThat(answer)
                .contains("Via: SIP/2.0/UDP 127.0.0.1:" + udp.port() + ";branch=z9hG4bKcopy;rport=" + udp.port()
                        + ";received=127.0.0.1\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx\r\n")
                .contains("From: <sip:alice@ims.example.net>;tag=acopy\r\n")
                .contains("To: <sip:586@p2p.example.net>;tag=")
                .contains("Call-ID: call-copy@ims.example.net\r\n")
                .contains("CSeq: 1 MESSAGE\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 2000000000", "Content-Length: 99999999999999999999", "Content-Length: -5"})
    void doesNotBelieveContentLengthOverTcp(String length) {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "huge", "", "x").replace("Content-Length: 1", length));

            assertThat(tcp.receiveText()).startsWith(length.endsWith("2000000000") ? "SIP/2.0 413 " : "SIP/2.0 400 ");
            assertThat(tcp.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void wantsAContentLengthOverTcp() {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "nolength", "", "x").replace("Content-Length: 1\r\n", ""));

            assertThat(tcp.receiveText()).startsWith("SIP/2.0 400 Content-Length Required\r\n");
            assertThat(tcp.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void takesTheRestOfADatagramWithoutContentLength() {
        udp.send(message("UDP", udp.port(), "rest", "", "the rest").replace("Content-Length: 8\r\n", ""));

        assertThat(udp.receiveText()).startsWith("SIP/2.0 200 ");
        assertThat(server.accepted.getFirst().body().toUtf8()).isEqualTo("the rest");
    }

    @Test
    void cutsADatagramAtItsContentLength() {
        udp.send(message("UDP", udp.port(), "cut", "", "body") + "trailing");

        assertThat(udp.receiveText()).startsWith("SIP/2.0 200 ");
        assertThat(server.accepted.getFirst().body().toUtf8()).isEqualTo("body");
    }

    @Test
    void refusesADatagramOverTheLimit() {
        udp.send(message("UDP", udp.port(), "large", "", "x".repeat(8_192)));

        assertThat(udp.receiveText()).startsWith("SIP/2.0 413 ");
    }

    @Test
    void capsHeaderValuesBeforeTheParser() {
        String commas = "Via: SIP/2.0/UDP a" + ",SIP/2.0/UDP a".repeat(200);
        udp.send(message("UDP", udp.port(), "commas", commas, "x"));

        assertThat(udp.receiveText()).startsWith("SIP/2.0 400 Too Many Header Fields\r\n");
        assertThat(server.metrics.of(SipMetrics.REFUSED, "too_many_headers")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 4_000})
    void capsHeaderLines(int lines) {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "lines", "X: y\r\n".repeat(lines) + "X: y", "x"));

            assertThat(tcp.receiveText())
                    .startsWith(lines == 65 ? "SIP/2.0 400 Too Many Header" : "SIP/2.0 400 Header Section Too Long");
        }
    }

    @Test
    void capsSixtyKilobytesOfCommas() {
        String commas = "Via: SIP/2.0/TCP a" + ",".repeat(60_000);
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(message("TCP", tcp.port(), "sixty", commas, "x"));

            assertThat(tcp.receiveText()).startsWith("SIP/2.0 400 Header Section Too Long\r\n");
            assertThat(tcp.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void countsAndDropsGarbageOverUdp() {
        Random random = new Random(1);
        for (int i = 1; i <= 200; i++) {
            byte[] garbage = new byte[random.nextInt(1, 2_000)];
            random.nextBytes(garbage);
            udp.send(garbage);
        }
        udp.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        udp.send("\r\n\r\n");
        udp.send("SIP/2.0 200 OK\r\n\r\n");
        udp.send("SIP/2.0 abc\r\n\r\n");

        await().until(() -> server.metrics.of(SipMetrics.DROPPED, "not_sip") > 150
                && server.metrics.of(SipMetrics.DROPPED, "bad_start_line") >= 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000", "nonsense\r\n\r\n"})
    void closesAConnectionOfGarbage(String garbage) {
        try (RawTcp good = new RawTcp(server.port());
                RawTcp bad = new RawTcp(server.port())) {
            good.send(message("TCP", good.port(), "before", "", "x"));
            good.receive();
            bad.send(garbage);

            assertThat(bad.isClosedByPeer()).isTrue();
            good.send(message("TCP", good.port(), "after", "", "x"));
            assertThat(good.receiveText()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void answersAKeepAlive() {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send("\r\n\r\n" + message("TCP", tcp.port(), "ping", "", "x"));

            assertThat(tcp.receiveText()).startsWith("\r\nSIP/2.0 200 ");
        }
    }

    @Test
    void dropsAStrayResponse() {
        String text = request("MESSAGE", "sip:586@p2p.example.net", "UDP", udp.port(), "stray", "", "");
        udp.send(Texts.response(text, 200, "OK", ""));

        await().until(() -> server.metrics.of(SipMetrics.DROPPED, "stray_response") == 1);
    }

    @Test
    void livesThroughMutations() {
        Random random = new Random(7);
        byte[] good = message("UDP", udp.port(), "mutant", "Date: Sat, 21 Nov 2026 10:00:00 GMT", "body")
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] mutant = good.clone();
            for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
            }
            udp.send(mutant);
            while (udp.receive(1).isPresent()) {
                // whatever it says
            }
        }

        udp.send(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", udp.port(), "end", "", ""));

        await().until(() -> udp.receive(100)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .filter(answer -> answer.contains("call-end@"))
                .isPresent());
        assertThat(server.metrics.of(SipMetrics.DROPPED, "fault")).isZero();
        server.accepted.clear();
    }
}
