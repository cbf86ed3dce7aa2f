package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static io.pigw.gateway.sip.Texts.message;
import static io.pigw.gateway.sip.Texts.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.HeaderField;
import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what happens when there is no room. */
final class AdmissionTest {

    private static final AsConfig ELSEWHERE = AsConfig.of(TrustDomain.of(List.of("192.0.2.0/24")));

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "REGISTER", "INVITE"})
    void takesNothingFromOutsideTheTrustDomain(String method) {
        try (AsFixture server = new AsFixture(ELSEWHERE);
                RawUdp client = new RawUdp(server.port())) {
            client.send(request(method, "sip:586@p2p.example.net", "UDP", client.port(), "x", "", "x"));

            assertThat(client.receiveText()).startsWith("SIP/2.0 403 Not of the Trust Domain\r\n");
            assertThat(server.accepted).isEmpty();
            assertThat(server.metrics.of(SipMetrics.REFUSED, "not_admitted")).isEqualTo(1);
        }
    }

    @Test
    void tellsAnybodyWhatItSupports() {
        try (AsFixture server = new AsFixture(ELSEWHERE);
                RawUdp client = new RawUdp(server.port())) {
            client.send(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", client.port(), "x", "", ""));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
        }
    }

    /** Over UDP the sender may be somebody who asked nothing (amplification). */
    @Test
    void sendsAStrangersAddressHardlyMoreThanItSent() {
        try (AsFixture server = new AsFixture(ELSEWHERE);
                RawUdp client = new RawUdp(server.port())) {
            String asked = """
                    OPTIONS sip:a SIP/2.0
                    v:SIP/2.0/UDP a;rport;branch=z9hG4bKa
                    f:<sip:a>;tag=a
                    t:<sip:a>
                    i:a
                    CSeq:1 OPTIONS

                    """.replace("\n", "\r\n");
            client.send(asked);

            String answer = client.receiveText();
            assertThat(answer).startsWith("SIP/2.0 200 OK\r\n").doesNotContain("Allow", "Accept", "Supported");
            assertThat(answer.length()).isLessThan(2 * asked.length());
        }
    }

    @Test
    void withNobodyTrustedEverybodyIsAdmittedAndNobodyBelieved() {
        assertThat(AsConfig.of(TrustDomain.NOBODY).admit()).isEqualTo(Admit.ANYONE);
        assertThat(ELSEWHERE.admit()).isEqualTo(Admit.TRUSTED);
    }

    @Test
    void aFullOutboxCostsNoTransaction() {
        try (AsFixture server = new AsFixture();
                RawUdp client = new RawUdp(server.port())) {
            server.refusal =
                    Optional.of(new Answer(503, "Service Unavailable", List.of(new HeaderField("Retry-After", "17"))));
            String text = message("UDP", client.port(), "full", "", "x");

            client.send(text);

            String answer = client.receiveText();
            assertThat(answer).startsWith("SIP/2.0 503 ");
            assertThat(header(answer, "Retry-After")).isEqualTo("17");
            assertThat(server.accepted).isEmpty();

            // A copy that is still under way must not be let in, whatever room there is by then: the sender would send
            // again.
            server.refusal = Optional.empty();
            client.send(text);
            assertThat(client.receiveText()).startsWith("SIP/2.0 503 ");
            client.send(message("UDP", client.port(), "anew", "", "x"));
            assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
            assertThat(server.accepted).hasSize(1);
        }
    }

    @Test
    void stillAnswersOptionsWhenFull() {
        AsConfig one = new AsConfig(List.of("text/plain"), 100, 1, TrustDomain.NOBODY, Admit.ANYONE);
        try (AsFixture server = new AsFixture(one);
                RawUdp client = new RawUdp(server.port())) {
            server.next = new CompletableFuture<>();
            client.send(message("UDP", client.port(), "first", "", "x"));
            await().until(() -> server.accepted.size() == 1);
            client.send(message("UDP", client.port(), "second", "", "x"));
            assertThat(client.receiveText()).startsWith("SIP/2.0 503 ");

            client.send(request("OPTIONS", "sip:gw@p2p.example.net", "UDP", client.port(), "opt", "", ""));

            assertThat(client.receiveText()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void oneSenderLeavesRoomForOthers() {
        AsConfig ten =
                new AsConfig(List.of("text/plain"), 100, 10, TrustDomain.of(List.of("127.0.0.1")), Admit.TRUSTED);
        try (AsFixture server = new AsFixture(ten);
                RawUdp client = new RawUdp(server.port())) {
            server.next = new CompletableFuture<>();
            for (int i = 0; i < 10; i++) {
                client.send(from("eve", client, "e" + i));
            }
            await().until(() -> server.accepted.size() + server.metrics.of(SipMetrics.REFUSED, "sender_share") == 10);
            int ofEve = server.accepted.size();

            client.send(from("alice", client, "a"));

            await().until(() -> server.accepted.size() == ofEve + 1);
            assertThat(ofEve).isEqualTo(5);
            assertThat(server.accepted.getLast().assertedIdentity()).contains("sip:alice@ims.example.net");
        }
    }

    @Test
    void aFloodOfRetransmissionsIsHandedOverOnce() {
        int copies = 5_000;
        try (AsFixture server = new AsFixture();
                RawUdp client = new RawUdp(server.port())) {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            server.next = later;
            String text = message("UDP", client.port(), "flood", "", "x");

            flood(server, client, text, copies);
            assertThat(server.accepted).hasSize(1);
            later.complete(Answer.of(200, "OK"));
            String first = client.receiveText();
            flood(server, client, text, copies);

            assertThat(server.accepted).hasSize(1);
            List<String> others = new ArrayList<>();
            client.receive(200).ifPresent(bytes -> others.add(new String(bytes, StandardCharsets.UTF_8)));
            assertThat(first).startsWith("SIP/2.0 200 OK\r\n");
            assertThat(others).isNotEmpty().allMatch(first::equals);
        }
    }

    /** Sends copies in portions that the socket's buffer holds, until the server has read so many more. */
    private static void flood(AsFixture server, RawUdp client, String text, int copies) {
        long before = server.metrics.of(SipMetrics.RECEIVED, "MESSAGE");
        for (int sent = 0; sent < copies; sent += 100) {
            for (int i = 0; i < 100; i++) {
                client.send(text);
            }
            long expected = before + sent + 100;
            await().until(() -> server.metrics.of(SipMetrics.RECEIVED, "MESSAGE") >= expected);
        }
    }

    private static String from(String user, RawUdp client, String branch) {
        return message("UDP", client.port(), branch, "P-Asserted-Identity: <sip:" + user + "@ims.example.net>", "x");
    }
}
