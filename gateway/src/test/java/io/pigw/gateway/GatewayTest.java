package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The whole gateway between real sockets, from IMS to peers: SIP over UDP on one side, P2PSIP over mutual TLS on the other. */
class GatewayTest extends GatewayFixture {

    @Test
    void anImsClientsMessageReachesAPeerUnchanged() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        String response = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "Grüße 👋\r\n");

        assertThat(response).startsWith("SIP/2.0 200 OK");
        MessageRequest message = awaitOne(csp().received);
        assertThat(message.target()).isEqualTo(new Party.Node(NodeId.of(586)));
        assertThat(message.from()).isEqualTo(new Party.User("alice", "ims.example.net"));
        assertThat(message.body()).isEqualTo(Bytes.utf8("Grüße 👋\r\n"));
        assertThat(message.callId().value()).doesNotContain("client");
        assertThat(message.contact()).isNull();
        assertThat(message.via()).isEmpty();
        awaitNothingPending(gateway);
        assertThat(steps)
                .containsExactly(
                        "alice@ims.example.net > 260 SIP MESSAGE",
                        "260 > alice@ims.example.net SIP 200 OK",
                        "260 > 512 P2PSIP MESSAGE");
    }

    @Test
    void aUsersDevicesAllGetIt() throws Exception {
        csp().certify(NodeId.of(586), NodeId.of(1618));
        Gateway gateway = startAndConnect("2s", csp());

        ims().message(gateway.sipAddress(), "sip:bob@p2p.example.net", "1@client", "hi");

        awaitNothingPending(gateway);
        assertThat(csp().received)
                .extracting(MessageRequest::target)
                .containsExactlyInAnyOrder(new Party.Node(NodeId.of(586)), new Party.Node(NodeId.of(1618)));
    }

    @Test
    void aSecondCopyIsAnsweredAlikeAndDeliveredOnce() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        String first = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        String second = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "2@client", "the next one");

        assertThat(List.of(first, second)).allMatch(text -> text.startsWith("SIP/2.0 200 OK"));
        awaitNothingPending(gateway);
        assertThat(csp().received).hasSize(2);
    }

    @Test
    void whoGuessesTheNextCallIdDoesNotSuppressTheMessage() throws Exception {
        // Given somebody who sends under the sender's name, From tag, Call-ID and CSeq before the sender does
        Gateway gateway = startAndConnect("2s", csp());
        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "not from alice");
        ims().message(gateway.sipAddress(), "sip:1618@p2p.example.net", "1@client", "hi");

        // When the sender's own message comes
        String answer = ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        // Then what is acknowledged is delivered
        assertThat(answer).startsWith("SIP/2.0 200 OK");
        awaitNothingPending(gateway);
        assertThat(csp().received)
                .filteredOn(message -> message.target().equals(new Party.Node(NodeId.of(586))))
                .extracting(message -> message.body().toUtf8())
                .contains("hi");
    }

    @Test
    void whatNamesNoPeerIsNotFound() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        for (String target : List.of("260@p2p.example.net", "2048@p2p.example.net", "pigw@ims.example.net")) {
            assertThat(ims().message(gateway.sipAddress(), "sip:" + target, target, "hi"))
                    .startsWith("SIP/2.0 404 ");
        }
        assertThat(csp().received).isEmpty();
    }

    @Test
    void whenNobodyCanBeReachedTheSenderIsToldOnce() throws Exception {
        csp().behave(_ -> Optional.of(Status.TEMPORARILY_UNAVAILABLE));
        Gateway gateway = startAndConnect("3s", csp());

        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        String notice = awaitOne(ims().requests);
        assertThat(notice)
                .startsWith("MESSAGE sip:alice@ims.example.net SIP/2.0")
                .contains("From: <sip:586@p2p.example.net>;tag=")
                .contains("\r\nIn-Reply-To: 1@client\r\n")
                .containsPattern(
                        "\r\n\r\nunreachable peer: 586 does not have your message of 20\\d\\d-\\d\\d-\\d\\d [0-9:]{8} UTC$");
        awaitNothingPending(gateway);
        assertThat(csp().received).hasSizeGreaterThan(1);
        assertThat(csp().received)
                .extracting(MessageRequest::callId)
                .containsOnly(csp().received.getFirst().callId());
        assertThat(csp().received).extracting(MessageRequest::transaction).doesNotHaveDuplicates();
        assertThat(ims().requests).hasSize(1);
    }

    @Test
    void whatMayHaveArrivedIsNotCalledUnreachable() throws Exception {
        csp().behave(_ -> Optional.of(Status.REQUEST_TIMEOUT));
        Gateway gateway = startAndConnect("500ms", csp());

        ims().message(gateway.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        assertThat(awaitOne(ims().requests))
                .contains("\r\nIn-Reply-To: 1@client\r\n", "\r\n\r\nunconfirmed delivery: 586 may or may not have your")
                .doesNotContain("unreachable");
        awaitNothingPending(gateway);
    }

    @Test
    void manyMessagesBothWaysAreAllDeliveredOnce() throws Exception {
        Gateway gateway = startAndConnect("20s", csp());

        for (int i = 0; i < 50; i++) {
            ims().message(gateway.sipAddress(), "sip:" + (600 + i) + "@p2p.example.net", i + "@client", "m" + i);
            csp().send(NodeId.of(260), signed("many" + i, BOB));
        }

        awaitNothingPending(gateway);
        assertThat(csp().received)
                .extracting(message -> message.body().toUtf8())
                .doesNotHaveDuplicates()
                .hasSize(50);
        assertThat(ims().requests).hasSize(50);
    }
}
