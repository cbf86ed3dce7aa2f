package io.pigw.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.cpim.CpimMessage;
import io.pigw.gateway.cpim.Imdn;
import io.pigw.gateway.cpim.ImdnRequest;
import io.pigw.gateway.names.SipNames;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Notice;
import io.pigw.runtime.cms.Sealer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerToImsTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:05Z");

    private static final SipNames NAMES = new SipNames(
            "be31804d725197e777346d4a7e3c3a18",
            "aae62d2bfa0e800b",
            "z9hG4bKae3d245fd738b156",
            "e0d91eff3edd4ab7e3c7003fce44344d");

    private final PeerToIms translator = new PeerToIms(ImsToPeerTest.addressing());

    @ParameterizedTest
    @CsvSource({
        "peer-node-to-ims, bob@p2p.example.net",
        "peer-user-to-ims, robert@p2p.example.net bob@p2p.example.net",
        "peer-without-name-to-ims, bob@elsewhere.example.net",
        "peer-escaped-to-ims, ''",
        "peer-with-number-to-ims, carol@p2p.example.net",
        "peer-to-number, ''",
        "peer-cpim-to-ims, bob@p2p.example.net"
    })
    void goldenPairs(String pair, String users) {
        MessageRequest message = GoldenFiles.p2psip(pair + ".p2psip");

        Translation<Payload.ToIms> verdict = translator.translate(message, certificate(users), NAMES, NOW);

        assertThat(verdict).isInstanceOf(Translation.Translated.class);
        Payload.ToIms payload = ((Translation.Translated<Payload.ToIms>) verdict).message();
        assertThat(GoldenFiles.text(payload.message())).isEqualTo(GoldenFiles.read(pair + ".sip"));
        assertThat(payload.callId()).isEqualTo(message.callId());
        assertThat(payload.origin()).isEqualTo(NodeId.of(586));
    }

    @ParameterizedTest
    @CsvSource({"586, 404", "alice@elsewhere.example.net, 404"})
    void onlyTheHomeDomainIsServed(String to, int code) {
        MessageRequest message = GoldenFiles.p2psip("peer-node-to-ims.p2psip");
        MessageRequest elsewhere = new MessageRequest(
                Party.parse(to),
                message.maxForwards(),
                message.from(),
                Party.parse(to),
                message.contact(),
                message.callId(),
                message.transaction(),
                message.date(),
                message.contentType(),
                null,
                null,
                message.via(),
                message.body());

        var verdict = translator.translate(elsewhere, certificate(""), NAMES, NOW);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Translation.Refused.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(code));
    }

    @Test
    void theNoticeToImsComesFromTheTargetThatWasNotReached() {
        Payload.ToPeer failed = new Payload.ToPeer(
                GoldenFiles.p2psip("ims-to-node.p2psip"), "1@client", new Party.User("alice", "ims.example.net"));

        Payload.ToIms notice = translator.notice(failed, Notice.Kind.UNREACHABLE, NAMES, NOW);

        assertThat(GoldenFiles.text(notice.message())).isEqualTo(GoldenFiles.read("notice-to-ims.sip"));
        assertThat(notice.isNotice()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, hi, 415",
        "application/octet-stream, hi, 415",
        "message/imdn+xml, <imdn/>, 415",
        "message/cpim, From: <im:bob@p2p.example.net>, 400",
        "message/cpim, 'From: <im:bob@p2p.example.net>\r\n\r\n\r\nhi', 200",
        "message/cpim, 'From: <sip:586@P2P.example.net;transport=tcp>\r\n\r\n\r\nhi', 200",
        "Message/CPIM;x=y, 'From: <pres:586@p2p.example.net>\r\n\r\n\r\nhi', 200",
        "message/cpim, 'To: <im:alice@ims.example.net>\r\n\r\n\r\nhi', 200",
        "message/cpim, 'From: Bob <im:alice@ims.example.net>\r\n\r\n\r\nhi', 403",
        "message/cpim, 'From: <im:robert@p2p.example.net>\r\n\r\n\r\nhi', 403",
        "message/cpim, 'From: <sip:1618@p2p.example.net>\r\n\r\n\r\nhi', 403",
        "message/cpim, 'From: <tel:+4721000001>\r\n\r\n\r\nhi', 403",
        "message/cpim, 'From: <mailto:bob@p2p.example.net>\r\n\r\n\r\nhi', 403",
        "message/cpim, 'NS: x <urn:ietf:params:cpim-headers:>\r\nx.From: <im:eve@p2p.example.net>\r\n\r\n\r\nhi', 403"
    })
    void whatAPeerSendsIsOfAKnownTypeAndUnderItsOwnName(String contentType, String body, int code) {
        MessageRequest message = GoldenFiles.p2psip("peer-node-to-ims.p2psip");
        MessageRequest changed = new MessageRequest(
                message.target(),
                message.maxForwards(),
                message.from(),
                message.to(),
                message.contact(),
                message.callId(),
                message.transaction(),
                message.date(),
                contentType,
                null,
                null,
                message.via(),
                Bytes.utf8(body.translateEscapes()));

        var verdict = translator.translate(changed, certificate("bob@p2p.example.net"), NAMES, NOW);

        int answer = verdict instanceof Translation.Refused<?> refused
                ? refused.status().code()
                : 200;
        assertThat(answer).isEqualTo(code);
    }

    @Test
    void whatIsEncryptedPassesUntouched() {
        MessageRequest message = GoldenFiles.p2psip("peer-node-to-ims.p2psip");
        Bytes sealed = Bytes.copyOf(new byte[] {0x30, (byte) 0x80, 0, (byte) 0xff, '\r', '\n', 0});
        MessageRequest encrypted = new MessageRequest(
                message.target(),
                message.maxForwards(),
                message.from(),
                message.to(),
                message.contact(),
                message.callId(),
                message.transaction(),
                message.date(),
                Sealer.CONTENT_TYPE,
                null,
                null,
                message.via(),
                sealed);

        Translation<Payload.ToIms> verdict =
                translator.translate(encrypted, certificate("bob@p2p.example.net"), NAMES, NOW);

        assertThat(verdict).isInstanceOf(Translation.Translated.class);
        OutgoingMessage sip =
                ((Translation.Translated<Payload.ToIms>) verdict).message().message();
        assertThat(sip.contentType()).isEqualTo(Sealer.CONTENT_TYPE);
        assertThat(sip.body()).isEqualTo(sealed);
    }

    @Test
    void aDispositionNotificationIsWrittenAsTheStandardHasIt() throws Exception {
        MessageRequest request = GoldenFiles.p2psip("ims-imdn-request.p2psip");
        Payload.ToPeer delivered = new Payload.ToPeer(request, "1@client", new Party.User("alice", "ims.example.net"));
        ImdnRequest asked = ImdnRequest.of(CpimMessage.parse(request.body())).orElseThrow();

        Payload.ToIms imdn = translator.imdn(delivered, asked, Imdn.Status.DELIVERED, NAMES, NOW);

        assertThat(GoldenFiles.text(imdn.message())).isEqualTo(GoldenFiles.read("imdn-to-ims.sip"));
        assertThat(imdn.isNotice()).isTrue();
    }

    @Test
    void whatMayHaveArrivedIsNotCalledUnreachable() {
        Payload.ToPeer failed = new Payload.ToPeer(
                GoldenFiles.p2psip("ims-to-node.p2psip"), "1@client", new Party.User("alice", "ims.example.net"));

        Payload.ToIms notice = translator.notice(failed, Notice.Kind.UNCONFIRMED, NAMES, NOW);

        assertThat(notice.message().body().toUtf8()).contains("586").doesNotContain("unreachable");
    }

    private static NodeCertificate certificate(String users) {
        return new NodeCertificate(
                NodeId.of(586),
                "p2p.example.net",
                Role.PEER,
                users.isEmpty()
                        ? List.of()
                        : Arrays.stream(users.split(" "))
                                .map(user -> (Party.User) Party.parse(user))
                                .toList(),
                Bytes.EMPTY,
                Bytes.EMPTY,
                Instant.MAX);
    }

    static OutgoingMessage outgoing(String to) {
        return new OutgoingMessage(
                to,
                to,
                "sip:586@p2p.example.net",
                "tag",
                "call",
                1,
                "z9hG4bKbranch",
                List.of("sip:586@p2p.example.net"),
                Optional.empty(),
                Optional.of(NOW),
                70,
                "text/plain",
                Bytes.utf8("hello"));
    }
}
