package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.identity.NodeIdentity;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Two gateways between real sockets: what comes by both is one message if they share the secret of names, and only then. */
class TwoGatewaysTest extends GatewayFixture {

    private static final NodeIdentity SECOND = PKI.issue(Role.GATEWAY, 261);
    private static final String SHARED = "names.secret";
    private static final Duration SOON = Duration.ofSeconds(30);

    /** What a peer's inbox knows a message by. */
    private record InboxKey(Party from, CallId callId) {}

    @Test
    void aPeersInboxTakesAnImsUsersMessageOnce() throws Exception {
        Gateway first = startAndConnect("5s", csp());
        Gateway second = second("5s", SHARED);

        String target = "sip:586@p2p.example.net";
        assertThat(ims().message(first.sipAddress(), target, "1@client", "hi")).startsWith("SIP/2.0 200 ");
        assertThat(ims().message(second.sipAddress(), target, "1@client", "hi")).startsWith("SIP/2.0 200 ");
        assertThat(ims().message(second.sipAddress(), target, "2@client", "hi")).startsWith("SIP/2.0 200 ");

        await().atMost(SOON).until(() -> csp().received.size() == 3);
        assertThat(inbox(csp().received)).hasSize(2);
        assertThat(csp().received.get(1).callId())
                .isEqualTo(csp().received.getFirst().callId());
    }

    @Test
    void withSecretsOfTheirOwnTheyTellApartWhatIsTheSame() throws Exception {
        Gateway first = startAndConnect("5s", csp());
        Gateway second = second("5s", "another.secret");

        ims().message(first.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        ims().message(second.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");

        await().atMost(SOON).until(() -> csp().received.size() == 2);
        assertThat(inbox(csp().received)).hasSize(2);
    }

    @Test
    void anImsUserKnowsThePeersMessageThatComesAgain() throws Exception {
        startAndConnect("5s", csp());
        second("5s", SHARED);
        MessageRequest message = signed("p1", BOB);

        csp().send(NodeId.of(260), message);
        csp().send(NodeId.of(261), message);
        csp().send(NodeId.of(261), signed("p2", BOB));

        await().atMost(SOON).until(() -> Set.copyOf(ims().requests).size() == 3);
        List<String> requests = ims().requests.stream().distinct().toList();
        List<String> one = names(requests.getFirst());
        assertThat(one).hasSize(4).doesNotContain("").noneMatch(name -> name.contains("p1"));
        assertThat(names(requests.get(1))).isEqualTo(one);
        assertThat(names(requests.get(2))).doesNotContainAnyElementsOf(one.subList(0, 3));
    }

    @Test
    void withSecretsOfTheirOwnAnImsUserSeesTwoMessages() throws Exception {
        startAndConnect("5s", csp());
        second("5s", "another.secret");
        MessageRequest message = signed("p1", BOB);

        csp().send(NodeId.of(260), message);
        csp().send(NodeId.of(261), message);

        await().atMost(SOON).until(() -> Set.copyOf(ims().requests).size() == 2);
        List<String> requests = ims().requests.stream().distinct().toList();
        assertThat(names(requests.get(1)))
                .doesNotContainAnyElementsOf(names(requests.getFirst()).subList(0, 3));
    }

    @Test
    void whatBothTellIsOneNotice() throws Exception {
        csp().behave(_ -> Optional.of(Status.NOT_FOUND));
        ims().answer(request -> request.contains("hei, ") ? "404 Not Found" : "200 OK");
        Gateway first = startAndConnect("5s", csp());
        Gateway second = second("5s", SHARED);

        // To the IMS user
        ims().message(first.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        ims().message(second.sipAddress(), "sip:586@p2p.example.net", "1@client", "hi");
        await().atMost(SOON).until(() -> Set.copyOf(ims().requests).size() == 2);
        List<String> notices = ims().requests.stream().distinct().toList();
        assertThat(notices).allMatch(notice -> notice.contains("\r\n\r\nunreachable peer: 586 "));
        assertThat(names(notices.get(1))).isEqualTo(names(notices.getFirst()));

        // To the peer
        csp().behave(_ -> Optional.of(Status.OK));
        csp().received.clear();
        MessageRequest message = signed("p1", BOB);
        csp().send(NodeId.of(260), message);
        csp().send(NodeId.of(261), message);
        await().atMost(SOON).until(() -> csp().received.size() == 2);
        assertThat(csp().received).allMatch(notice -> notice.notice() != null);
        assertThat(inbox(csp().received)).hasSize(1);
    }

    private Gateway second(String expiry, String secretFile) throws Exception {
        Gateway gateway = start(SECOND, "second", secretFile, expiry, List.of(csp().config()));
        awaitConnected(gateway, 1);
        return gateway;
    }

    private static Set<InboxKey> inbox(List<MessageRequest> received) {
        Set<InboxKey> kept = new HashSet<>();
        received.forEach(message -> kept.add(new InboxKey(message.from(), message.callId())));
        return kept;
    }

    /** Call-ID, From with its tag, branch and CSeq. */
    private static List<String> names(String request) {
        return List.of(
                part(request, "\r\nCall-ID: ", "\r\n"),
                part(request, "\r\nFrom: ", "\r\n"),
                part(request, ";branch=", ";"),
                part(request, "\r\nCSeq: ", "\r\n"));
    }

    private static String part(String text, String before, String after) {
        int start = text.indexOf(before);
        return start < 0 ? "" : text.substring(start + before.length(), text.indexOf(after, start + before.length()));
    }
}
