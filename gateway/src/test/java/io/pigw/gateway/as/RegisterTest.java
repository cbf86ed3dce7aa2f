package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.RawTcp;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Third-party REGISTER (TS 24.229 §5.4.1.7) over real sockets. */
final class RegisterTest {

    private final AsFixture server = new AsFixture();
    private RawUdp udp = new RawUdp(0);

    @BeforeEach
    void open() {
        udp.close();
        udp = new RawUdp(server.port());
        server.next =
                CompletableFuture.completedStage(new Answer(200, "OK", List.of(new HeaderField("Expires", "600"))));
    }

    @AfterEach
    void close() {
        udp.close();
        server.close();
    }

    @Test
    void takesWhatAnScscfSends() {
        String answer = exchange(register("one"));

        assertThat(answer).startsWith("SIP/2.0 200 OK\r\n");
        assertThat(header(answer, "Expires")).isEqualTo("600");
        assertThat(server.registered)
                .containsExactly(new ThirdPartyRegistration(
                        "sip:alice@ims.example.net",
                        "sip:scscf1.ims.example.net",
                        Duration.ofSeconds(600_001),
                        "reg-one@scscf1.ims.example.net",
                        7));
        assertThat(server.accepted).isEmpty();
    }

    @Test
    void takesItOverTcp() {
        try (RawTcp tcp = new RawTcp(server.port())) {
            tcp.send(register("tcp").replace("SIP/2.0/UDP", "SIP/2.0/TCP"));

            assertThat(tcp.receiveText()).startsWith("SIP/2.0 200 OK\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/3gpp-ims+xml",
                "message/sip",
                "Message/SIP;version=2.0",
                "multipart/mixed;boundary=b"
            })
    void toleratesWhatAnScscfEncloses(String type) {
        assertThat(exchange(register("body", "Content-Type: " + type, "<ims-3gpp/>")))
                .startsWith("SIP/2.0 200 ");
        assertThat(server.registered).hasSize(1);
    }

    @Test
    void refusesAnotherBody() {
        String answer = exchange(register("sdp", "Content-Type: application/sdp", "v=0"));

        assertThat(answer).startsWith("SIP/2.0 415 ");
        assertThat(header(answer, "Accept")).contains("application/3gpp-ims+xml", "message/sip");
        assertThat(server.registered).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Expires: 600001           | Expires: 0             | 0",
                "Expires: 600001           | X: y                   | 3600",
                "Expires: 600001           | Expires: soon          | 3600",
                "Expires: 600001           | Expires: 99999999999   | 3600",
                "Contact: <sip:scscf1.ims.example.net> | Contact: <sip:scscf1.ims.example.net>;expires=60 | 60",
                "Contact: <sip:scscf1.ims.example.net> | Contact: \"S > 1;expires=0;x\" <sip:scscf1.ims.example.net>;expires=60 | 60",
                "Contact: <sip:scscf1.ims.example.net> | Contact: <sip:a@x.net>;expires=5, <sip:b@x.net>;q=0.1;expires=50 | 50",
                "Contact: <sip:scscf1.ims.example.net> | X: y           | 600001",
            })
    void readsTheExpiryAsARegistrarDoes(String from, String to, long seconds) {
        String text = register("expiry");
        String changed = text.replace(from, to);
        assertThat(changed).isNotEqualTo(text);

        assertThat(exchange(changed)).startsWith("SIP/2.0 200 ");

        assertThat(server.registered.getFirst().expiry()).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void allContactsGoWithExpiresZeroAlone() {
        String all = register("all").replace("<sip:scscf1.ims.example.net>\r\nExpires", "*\r\nExpires");

        assertThat(exchange(all)).startsWith("SIP/2.0 400 ");
        assertThat(exchange(all.replace("600001", "0").replace("z9hG4bKall", "z9hG4bKall2")))
                .startsWith("SIP/2.0 200 ");
        assertThat(server.registered)
                .singleElement()
                .satisfies(one -> assertThat(one.expiry()).isZero());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:alice@ims.example.net", "sip:Alice@IMS.example.net;user=phone"})
    void isNoRegistrarForWhoRegistersHimself(String from) {
        assertThat(exchange(register("self").replace("From: <sip:scscf1.ims.example.net>", "From: <" + from + ">")))
                .startsWith("SIP/2.0 403 Not a Third-Party Registration\r\n");
        assertThat(server.registered).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRUSTED", "ANYONE"})
    void believesTheTrustDomainAlone(Admit admit) {
        AsConfig config = AsConfig.of(TrustDomain.of(List.of("192.0.2.0/24")), admit);
        try (AsFixture distrustful = new AsFixture(config);
                RawUdp client = new RawUdp(distrustful.port())) {
            client.send(register("stranger"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 403 ");
            assertThat(distrustful.registered).isEmpty();
        }
    }

    @Test
    void supportsNoExtension() {
        String answer = exchange(register("ext", "Require: path, gruu", ""));

        assertThat(answer).startsWith("SIP/2.0 420 ");
        assertThat(header(answer, "Unsupported")).isEqualTo("path, gruu");
    }

    @Test
    void handsARetransmissionOverOnce() {
        CompletableFuture<Answer> later = new CompletableFuture<>();
        server.next = later;
        udp.send(register("again"));
        udp.send(register("again"));
        await().until(() -> server.metrics.of(SipMetrics.RECEIVED, "REGISTER") == 2);

        later.complete(Answer.of(200, "OK"));

        assertThat(udp.receiveText()).startsWith("SIP/2.0 200 ");
        assertThat(server.registered).hasSize(1);
    }

    private String exchange(String text) {
        udp.send(text);
        return udp.receiveText();
    }

    private String register(String name) {
        return register(name, "P-Visited-Network-ID: \"Visited\"", "");
    }

    private String register(String name, String extra, String body) {
        return "REGISTER sip:pigw.example.net SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:" + udp.port() + ";branch=z9hG4bK" + name + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:scscf1.ims.example.net>;tag=s\r\n"
                + "To: <sip:alice@ims.example.net>\r\n"
                + "Call-ID: reg-" + name + "@scscf1.ims.example.net\r\n"
                + "CSeq: 7 REGISTER\r\n"
                + "Contact: <sip:scscf1.ims.example.net>\r\n"
                + "Expires: 600001\r\n"
                + extra + "\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
