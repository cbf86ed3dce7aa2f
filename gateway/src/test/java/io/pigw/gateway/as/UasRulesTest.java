package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static io.pigw.gateway.sip.Texts.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.sip.RawUdp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the standards say a UAS, and an application server as one, does with header fields. */
final class UasRulesTest {

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                // TS 24.229 §5.4.3.2: the AS, then the S-CSCF with its original dialog identifier
                "Route: <sip:OWN;lr>, <sip:odi123@scscf1.ims.example.net;lr>",
                "Route: <sip:token@OWN;lr;transport=udp>\r\nRoute: <sip:odi123@scscf1.ims.example.net;lr>",
                "Route: <sip:scscf1.ims.example.net;lr>",
                "Record-Route: <sip:scscf1.ims.example.net;lr>, <sip:pcscf.example.net;lr>",
                // RFC 3261 §20.29, §20.21, §20.25: for proxies, and for people
                "Proxy-Require: foo",
                "In-Reply-To: 70710@saturn.example.net",
                "Priority: urgent",
                "Supported: 100rel, path",
                "Subject: dinner",
            })
    void readsNothingThatIsNotForAUas(String fields) {
        String own = server.transport.advertised().toString();
        String answer = exchange(message("UDP", udp.port(), "uas", fields.replace("OWN", own), "x"));

        assertThat(answer)
                .startsWith("SIP/2.0 200 ")
                .doesNotContain("Route:", "Contact:", "Proxy-Require:", "Unsupported:", "Supported:");
        assertThat(server.accepted).hasSize(1);
        assertThat(server.accepted.getFirst().requestUri()).isEqualTo("sip:586@p2p.example.net");
    }

    @Test
    void tellsAllThatOptionsWants() {
        String answer = exchange(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", udp.port(), "opt", "", ""));

        assertThat(header(answer, "Allow")).isEqualTo("MESSAGE, OPTIONS, REGISTER");
        assertThat(header(answer, "Accept")).isEqualTo("text/plain, message/cpim, application/pkcs7-mime");
        assertThat(header(answer, "Accept-Encoding")).isEqualTo("identity");
        assertThat(header(answer, "Accept-Language")).isEqualTo("*");
        assertThat(answer).contains("\r\nSupported: \r\n");
    }

    @Test
    void refusesAnExtensionThatOptionsRequires() {
        String answer =
                exchange(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", udp.port(), "opt", "Require: foo", ""));

        assertThat(answer).startsWith("SIP/2.0 420 ");
        assertThat(header(answer, "Unsupported")).isEqualTo("foo");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "none                     | 200 | false",
                "id                       | 200 | true",
                "user;critical            | 200 | true",
                "header;session;critical  | 200 | false",
                "unheard-of               | 200 | false",
                "unheard-of;id;critical   | 500 |"
            })
    void withholdsTheNameOrSaysThatItCannot(String privacy, int status, Boolean anonymous) {
        String answer = exchange(message("UDP", udp.port(), "priv", "Privacy: " + privacy, "x"));

        assertThat(answer).startsWith("SIP/2.0 " + status + " ");
        if (status == 200) {
            assertThat(server.accepted.getFirst().anonymous()).isEqualTo(anonymous);
        } else {
            assertThat(answer).startsWith("SIP/2.0 500 Privacy Not Available: unheard-of\r\n");
            assertThat(server.accepted).isEmpty();
        }
    }

    @Test
    void preferredIdentityIsNoAssertion() {
        exchange(message("UDP", udp.port(), "ppi", "P-Preferred-Identity: <sip:boss@ims.example.net>", "x"));

        assertThat(server.accepted.getFirst().assertedIdentity()).isEmpty();
    }

    @Test
    void twoSipIdentitiesAreNoAssertionToBelieve() {
        String two = "P-Asserted-Identity: <sip:a@ims.example.net>, <sip:b@ims.example.net>";

        assertThat(exchange(message("UDP", udp.port(), "pai", two, "x")))
                .startsWith("SIP/2.0 400 Malformed P-Asserted-Identity\r\n");
    }

    @Test
    void expiryCountsFromTheDate() {
        exchange(message("UDP", udp.port(), "exp", "Date: Sat, 21 Nov 2026 10:00:00 GMT\r\nExpires: 300", "x"));

        assertThat(server.accepted.getFirst().expiresAt()).contains(Instant.parse("2026-11-21T10:05:00Z"));
    }

    @Test
    void expiryWithoutADateCountsFromArrival() {
        Instant before = Instant.now();
        exchange(message("UDP", udp.port(), "exp", "Expires: 300", "x"));

        Instant expiresAt = server.accepted.getFirst().expiresAt().orElseThrow();
        assertThat(Duration.between(before, expiresAt)).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(331));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "4294967296", "99999999999"})
    void anExpiryThatCannotBeReadIsNone(String expires) {
        assertThat(exchange(message("UDP", udp.port(), "exp", "Expires: " + expires, "x")))
                .startsWith("SIP/2.0 200 ");
        assertThat(server.accepted.getFirst().expiresAt()).isEmpty();
    }

    @Test
    void theFirstCheckThatFailsDecides() {
        // RFC 3261 §8.2: the method, then the Request-URI, then Require, then the content
        String all = message("UDP", udp.port(), "order", "Require: foo", "x")
                .replace("text/plain", "text/html")
                .replace("Max-Forwards: 70", "Max-Forwards: 0")
                .replace("sip:586@p2p.example.net", "http://p2p.example.net");
        List<String> answers = List.of(
                exchange(all),
                exchange(all.replace("http://p2p.example.net", "sip:586@p2p.example.net")),
                exchange(all.replace("http://p2p.example.net", "sip:586@p2p.example.net")
                        .replace("Require: foo\r\n", "")),
                exchange(all.replace("http://p2p.example.net", "sip:586@p2p.example.net")
                        .replace("Require: foo\r\n", "")
                        .replace("text/html", "text/plain")));

        assertThat(answers).extracting(answer -> answer.substring(8, 11)).containsExactly("416", "420", "415", "483");
    }

    private String exchange(String text) {
        udp.send(text);
        return udp.receiveText();
    }
}
