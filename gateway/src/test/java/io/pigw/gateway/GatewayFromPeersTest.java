package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.p2psip.message.Response;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import org.junit.jupiter.api.Test;

/** The whole gateway between real sockets, from peers to IMS. */
class GatewayFromPeersTest extends GatewayFixture {

    @Test
    void aPeersMessageReachesAnImsClientUnderItsCertifiedName() throws Exception {
        Gateway gateway = startAndConnect("2s", csp());

        Response response = csp().send(NodeId.of(260), signed("p1", BOB));

        assertThat(response.status().code()).isEqualTo(200);
        String message = awaitOne(ims().requests);
        assertThat(message)
                .doesNotContain("In-Reply-To")
                .startsWith("MESSAGE sip:alice@ims.example.net SIP/2.0")
                .contains("From: <sip:bob@p2p.example.net>;tag=")
                .contains("P-Asserted-Identity: <sip:bob@p2p.example.net>")
                .doesNotContain("p1@", "586 127.0.0.1")
                .endsWith("\r\n\r\nhei, Ålice");
        awaitNothingPending(gateway);
        assertThat(steps)
                .containsExactly(
                        "260 > 512 P2PSIP 200 OK",
                        "260 > alice@ims.example.net SIP MESSAGE",
                        "alice@ims.example.net > 260 SIP 200");
    }

    @Test
    void aForgedMessageIsForbidden() throws Exception {
        startAndConnect("2s", csp());
        NodeIdentity stranger = TestPki.create().issue(Role.PEER, 586, "bob@p2p.example.net");
        NodeIdentity eve = PKI.issue(Role.PEER, 700, "eve@p2p.example.net");

        assertThat(csp().send(NodeId.of(260), signed("f1", stranger)).status().code())
                .isEqualTo(403);
        assertThat(csp().send(NodeId.of(260), signed("f2", eve)).status().code())
                .isEqualTo(403);
        assertThat(csp().send(NodeId.of(260), signed("f3", BOB).withIdentity(null))
                        .status()
                        .code())
                .isEqualTo(403);
        assertThat(ims().requests).isEmpty();
    }

    @Test
    void whenTheImsClientCannotBeReachedThePeerIsTold() throws Exception {
        ims().answer("404 Not Found");
        Gateway gateway = startAndConnect("2s", csp());

        csp().send(NodeId.of(260), signed("p2", BOB));

        MessageRequest notice = awaitOne(csp().received);
        assertThat(notice.notice()).isEqualTo(new Notice(Notice.Kind.UNREACHABLE, new CallId("p2")));
        assertThat(notice.body().toUtf8())
                .startsWith("unreachable peer: alice@ims.example.net does not have your message of ");
        assertThat(notice.target()).isEqualTo(new Party.Node(NodeId.of(586)));
        assertThat(notice.from()).isEqualTo(new Party.User("alice", "ims.example.net"));
        awaitNothingPending(gateway);
        assertThat(csp().received).hasSize(1);
    }
}
