package io.pigw.gateway.as;

import static io.pigw.gateway.sip.Texts.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.gateway.sip.RawUdp;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.Texts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who writes to many is held up, and nobody else is. */
final class RecipientsTest {

    private static final AsConfig BELIEVED =
            AsConfig.of(TrustDomain.of(List.of("127.0.0.1"))).withRecipientsPerHour(3);
    private static final AsConfig NOBODY = AsConfig.of(TrustDomain.NOBODY).withRecipientsPerHour(3);
    private static final AsConfig STRANGERS =
            AsConfig.of(TrustDomain.of(List.of("192.0.2.1")), Admit.ANYONE).withRecipientsPerHour(3);

    private int sent;

    @Test
    void refusesTheRecipientAfterTheLastAndSaysWhenToComeBack() {
        try (AsFixture server = new AsFixture(BELIEVED);
                RawUdp client = new RawUdp(server.port())) {
            for (int to = 1; to <= 3; to++) {
                assertThat(answer(client, asserted("eve"), to)).startsWith("SIP/2.0 200 ");
            }

            String refused = answer(client, asserted("eve"), 4);

            assertThat(refused).startsWith("SIP/2.0 480 Too Many Recipients\r\n");
            assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(3_600, 5_401);
            assertThat(server.metrics.of(SipMetrics.REFUSED, "recipients")).isEqualTo(1);
            assertThat(server.accepted).hasSize(3);
            assertThat(answer(client, asserted("eve"), 2)).as("a conversation").startsWith("SIP/2.0 200 ");
            assertThat(answer(client, asserted("alice"), 4)).as("somebody else").startsWith("SIP/2.0 200 ");
            assertThat(answer(client, asserted("eve"), 4)).as("again").startsWith("SIP/2.0 480 ");
            assertThat(server.server.inFlight()).isZero();
        }
    }

    /** A copy gets the same answer: the refusal is not one for lack of room, after which it would be a 503. */
    @Test
    void refusesACopyAlike() {
        try (AsFixture server = new AsFixture(BELIEVED.withRecipientsPerHour(1));
                RawUdp client = new RawUdp(server.port())) {
            answer(client, asserted("eve"), 1);
            String text = request(client, asserted("eve"), 2);

            client.send(text);
            String first = client.receiveText();
            client.send(text);

            assertThat(first).startsWith("SIP/2.0 480 ");
            assertThat(client.receiveText()).startsWith("SIP/2.0 480 ");
        }
    }

    @Test
    void whatFoundNoRoomWasWrittenToNobody() {
        AsConfig one =
                new AsConfig(List.of("text/plain"), 100, 1, TrustDomain.of(List.of("127.0.0.1")), Admit.TRUSTED, 1);
        try (AsFixture server = new AsFixture(one);
                RawUdp client = new RawUdp(server.port())) {
            CompletableFuture<Answer> later = new CompletableFuture<>();
            server.next = later;
            client.send(request(client, asserted("alice"), 1));
            await().until(() -> server.accepted.size() == 1);
            assertThat(answer(client, asserted("eve"), 1)).startsWith("SIP/2.0 503 ");
            later.complete(Answer.of(200, "OK"));
            client.receiveText();

            assertThat(answer(client, asserted("eve"), 2)).startsWith("SIP/2.0 200 ");
        }
    }

    /** Without a trust domain the core cannot assert, and From is believed: all of its users come from its address. */
    @Test
    void countsByFromWhereNobodyIsTrusted() {
        try (AsFixture server = new AsFixture(NOBODY);
                RawUdp client = new RawUdp(server.port())) {
            for (int to = 1; to <= 3; to++) {
                answer(client, from("eve"), to);
            }

            assertThat(answer(client, from("eve"), 4)).startsWith("SIP/2.0 480 ");
            assertThat(answer(client, from("alice"), 4)).startsWith("SIP/2.0 200 ");
        }
    }

    /** From is a stranger's to choose. */
    @Test
    void countsByAddressOutsideTheTrustDomain() {
        try (AsFixture server = new AsFixture(STRANGERS);
                RawUdp client = new RawUdp(server.port())) {
            for (int to = 1; to <= 3; to++) {
                answer(client, from("name" + to), to);
            }

            assertThat(answer(client, from("another"), 4)).startsWith("SIP/2.0 480 ");
        }
    }

    @Test
    void zeroLimitsNothing() {
        try (AsFixture server = new AsFixture(BELIEVED.withRecipientsPerHour(0));
                RawUdp client = new RawUdp(server.port())) {
            for (int to = 1; to <= 250; to++) {
                assertThat(answer(client, asserted("eve"), to)).startsWith("SIP/2.0 200 ");
            }
        }
    }

    private record Who(String from, String extra) {}

    private static Who asserted(String user) {
        return new Who("alice", "P-Asserted-Identity: <sip:" + user + "@ims.example.net>");
    }

    private static Who from(String user) {
        return new Who(user, "");
    }

    private String answer(RawUdp client, Who who, int to) {
        client.send(request(client, who, to));
        return client.receiveText();
    }

    private String request(RawUdp client, Who who, int to) {
        return Texts.request(
                        "MESSAGE",
                        "sip:" + to + "@p2p.example.net",
                        "UDP",
                        client.port(),
                        "recipients" + sent++,
                        who.extra(),
                        "x")
                .replace("From: <sip:alice@", "From: <sip:" + who.from() + "@");
    }
}
