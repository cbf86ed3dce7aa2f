package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole gateway between real sockets: who asks for disposition notifications (RFC 5438) gets them. */
class GatewayReportsTest extends GatewayFixture {

    private static final String REQUEST = """
            From: Alice <im:alice@ims.example.net>
            To: <im:586@p2p.example.net>
            NS: imdn <urn:ietf:params:imdn>
            imdn.Message-ID: 34jk324j
            DateTime: 2026-11-21T10:00:03+01:00
            imdn.Disposition-Notification: positive-delivery, negative-delivery

            Content-type: text/plain

            hei, Ålice""".replace("\n", "\r\n");

    @Test
    void aDeliveryIsToldOnceAndThePeerIsNotAskedToTellItAgain() throws Exception {
        Gateway gateway = startAndConnect("5s", csp());

        send(gateway, "sip:586@p2p.example.net");

        assertThat(awaitOne(ims().requests))
                .startsWith("MESSAGE sip:alice@ims.example.net SIP/2.0")
                .contains("From: <sip:586@p2p.example.net>;tag=", "Content-Type: message/cpim\r\n")
                .contains("\r\nIn-Reply-To: 1@client\r\n")
                .contains("<message-id>34jk324j</message-id>", "<status><delivered/></status>");
        assertThat(awaitOne(csp().received).body())
                .isEqualTo(Bytes.utf8(REQUEST.replace(
                        "imdn.Disposition-Notification: positive-delivery, negative-delivery\r\n", "")));
        awaitNothingPending(gateway);
        assertThat(ims().requests).hasSize(1);
    }

    @Test
    void aFailureIsToldInsteadOfTheNotice() throws Exception {
        csp().behave(_ -> Optional.of(Status.NOT_FOUND));
        Gateway gateway = startAndConnect("5s", csp());

        send(gateway, "sip:586@p2p.example.net");

        assertThat(awaitOne(ims().requests))
                .contains("<status><failed/></status>")
                .doesNotContain("unreachable");
        awaitNothingPending(gateway);
        assertThat(ims().requests).hasSize(1);
    }

    @Test
    void oneDeviceIsEnoughAndOneThatLagsHoldsUpNoLaterMessage() throws Exception {
        // Given a user with two devices, one of which is away
        NodeId away = NodeId.of(1618);
        csp().certify(NodeId.of(586), away);
        csp().behave(message -> Optional.of(
                message.target().equals(new Party.Node(away)) ? Status.TEMPORARILY_UNAVAILABLE : Status.OK));
        Gateway gateway = startAndConnect("60s", csp());

        send(gateway, "sip:bob@p2p.example.net");
        ims().message(gateway.sipAddress(), "sip:bob@p2p.example.net", "2@client", "the next one");

        // Then the sender is told and the next message goes to the other, long before the time is over
        assertThat(awaitOne(ims().requests)).contains("<status><delivered/></status>");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(csp().received)
                        .anyMatch(message -> message.body().equals(Bytes.utf8("the next one"))));
        assertThat(csp().received)
                .filteredOn(message -> message.body().equals(Bytes.utf8("the next one")))
                .extracting(message -> message.target())
                .containsOnly(new Party.Node(NodeId.of(586)));

        // When it comes back, it gets both in their order
        csp().behave(_ -> Optional.of(Status.OK));
        awaitNothingPending(gateway);
        assertThat(csp().received.getLast().target()).isEqualTo(new Party.Node(away));
        assertThat(csp().received.getLast().body()).isEqualTo(Bytes.utf8("the next one"));
        assertThat(ims().requests).hasSize(1);
    }

    private void send(Gateway gateway, String target) throws Exception {
        assertThat(ims().message(gateway.sipAddress(), target, target, "1@client", "message/cpim", REQUEST))
                .startsWith("SIP/2.0 200 OK");
    }
}
