package io.pigw.gateway.translate;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.as.AsConfig;
import io.pigw.gateway.as.ImsMessage;
import io.pigw.gateway.as.TrustDomain;
import io.pigw.gateway.outbox.Payload;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.Notice;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImsToPeerTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:05Z");
    private static final CallId CALL_ID = new CallId("000102030405060708090a0b0c0d0e0f");

    private final ImsToPeer translator = new ImsToPeer(addressing());

    static Addressing addressing() {
        return new Addressing(
                new Ring(11),
                "p2p.example.net",
                "ims.example.net",
                Set.of(NodeId.of(260), NodeId.of(512), NodeId.of(1536)),
                Set.of("pigw@ims.example.net", "greetings@p2p.example.net"),
                Numbers.of(List.of(
                        Map.entry("+47-21.00(00)00", new Party.Node(NodeId.of(1618))),
                        Map.entry("+4721000001", new Party.User("carol", "p2p.example.net")),
                        Map.entry("+4721000002", new Party.User("carol", "p2p.example.net")),
                        Map.entry("+4721000003", new Party.Node(NodeId.of(512))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ims-to-node",
                "ims-to-user",
                "ims-asserted",
                "ims-cpim",
                "ims-retargeted",
                "ims-tel",
                "ims-private",
                "ims-private-cpim",
                "ims-imdn-request",
                "ims-to-number",
                "ims-to-number-as-sip"
            })
    void goldenPairs(String pair) {
        ImsMessage message = GoldenFiles.ims(pair + ".sip");

        Payload.ToPeer payload = translated(translator.translate(message, _ -> CALL_ID, NOW));

        assertThat(GoldenFiles.text(payload.message())).isEqualTo(GoldenFiles.read(pair + ".p2psip"));
        assertThat(payload.sipCallId()).isEqualTo(message.callId());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:abc%zz@p2p.example.net | Not a peer's address: use sip:ID@p2p.example.net",
                "sip:p2p.example.net | Not a peer's address: use sip:ID@p2p.example.net",
                "sip:@p2p.example.net | Not a peer's address: use sip:ID@p2p.example.net",
                "sip:2048@p2p.example.net | Outside the ring of 2^11",
                "sip:99999999999999999999999999999999999999999@p2p.example.net | Not a node ID",
                "sip:999999999999999999999999999999999999999@p2p.example.net | Not a node ID",
                "sip:0586@p2p.example.net | Not a node ID",
                "sip:260@p2p.example.net | Reserved node ID",
                "sip:512@p2p.example.net | Reserved node ID",
                "sip:586@other.example.net | Not a host of this gateway",
                "sip:+4738140000@p2p.example.net | Not a user name",
                "tel:+4738140000 | Number not assigned",
                "tel:21000000 | Not a peer's address: use sip:ID@p2p.example.net",
                "tel:21000000;phone-context=+47 | Not a peer's address: use sip:ID@p2p.example.net",
                "tel:+4721000000;ext=12 | Not a peer's address: use sip:ID@p2p.example.net",
                "tel:+4721000003 | Reserved node ID",
                "sip:+4721000000@ims.example.net | Not a host of this gateway",
                "sip:+4721000000@elsewhere.example.net;user=phone | Not a host of this gateway",
                "sip:+4738140000@ims.example.net;user=phone | Number not assigned",
                "sip:pigw@ims.example.net | Name a peer: sip:ID@p2p.example.net",
                "sip:greetings@p2p.example.net | Name a peer: sip:ID@p2p.example.net",
            })
    void whatNamesNoPeerIsNotFound(String uri, String reason) {
        ImsMessage message = message(uri, "sip:alice@ims.example.net");

        var verdict = translator.translate(message, _ -> CALL_ID, NOW);

        assertThat(verdict).isInstanceOfSatisfying(Translation.Refused.class, refused -> {
            assertThat(refused.status().code()).isEqualTo(404);
            assertThat(refused.status().reason()).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:586@p2p.example.net",
                "sips:586@P2P.example.NET:5061;transport=tcp",
                "sip:%35%38%36@p2p.example.net?subject=x",
                "sip:586:secret@p2p.example.net"
            })
    void spellingsOfOneNode(String uri) {
        Payload.ToPeer payload =
                translated(translator.translate(message(uri, "sip:alice@ims.example.net"), _ -> CALL_ID, NOW));

        assertThat(payload.message().to()).isEqualTo(new Party.Node(NodeId.of(586)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+4721000000",
                "TEL:+47-21.00(00)00",
                "tel:+4721000000;cpc=ordinary",
                "sip:+4721000000@ims.example.net;user=phone",
                "sip:+47-2100-0000@P2P.example.net:5060;transport=tcp;USER=PHONE",
                "sips:+4721000000@p2p.example.net;user=phone?x=y"
            })
    void spellingsOfOneNumber(String uri) {
        Payload.ToPeer payload =
                translated(translator.translate(message(uri, "sip:alice@ims.example.net"), _ -> CALL_ID, NOW));

        assertThat(payload.message().to()).isEqualTo(new Party.Node(NodeId.of(1618)));
    }

    @Test
    void whatIsNoCpimIsRefused() {
        ImsMessage message = message(
                "sip:586@p2p.example.net", "sip:alice@ims.example.net", 70, "message/cpim", "From: <im:alice@x>\n\nhi");

        assertThat(translator.translate(message, _ -> CALL_ID, NOW))
                .isInstanceOfSatisfying(Translation.Refused.class, refused -> {
                    assertThat(refused.status().code()).isEqualTo(400);
                    assertThat(refused.status().reason()).isEqualTo("CPIM: a line of the head does not end with CRLF");
                });
    }

    @Test
    void whatIsEncryptedPassesUntouched() {
        String type = "application/pkcs7-mime; smime-type=authEnveloped-data; name=smime.p7m";
        ImsMessage message =
                message("sip:586@p2p.example.net", "sip:alice@ims.example.net", 70, type, "0\u0000\r\n\u0007 no text");

        Payload.ToPeer payload = translated(translator.translate(message, _ -> CALL_ID, NOW));

        assertThat(payload.message().contentType()).isEqualTo(type);
        assertThat(payload.message().body()).isEqualTo(message.body());
    }

    @Test
    void whatIsAcceptedIsTheSameBothWays() {
        assertThat(MediaTypes.ACCEPTED)
                .isEqualTo(AsConfig.of(TrustDomain.NOBODY).acceptedTypes());
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@p2p.example.net, 403",
        "sip:586@P2P.example.net, 403",
        "sip:bob@p2p.example.net., 403",
        "tel:+47-21-00-00-00, 403",
        "sip:+4721000001@ims.example.net;user=phone, 403",
        "sip:ims.example.net, 400",
        "tel:38140000;phone-context=+47, 400",
        "sip:a b@ims.example.net, 400",
        "sip:%FF@ims.example.net, 400",
        "sip:%EF%BF%BD@ims.example.net, 400"
    })
    void anImsClientCannotBeAPeer(String from, int code) {
        var verdict = translator.translate(message("sip:586@p2p.example.net", from), _ -> CALL_ID, NOW);

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Translation.Refused.class,
                        refused -> assertThat(refused.status().code()).isEqualTo(code));
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, false", "2, true"})
    void whatCannotGetAsFarAsAPeerIsRefused(int maxForwards, boolean accepted) {
        ImsMessage message = message("sip:586@p2p.example.net", "sip:alice@ims.example.net", maxForwards);

        var verdict = translator.translate(message, _ -> CALL_ID, NOW);

        assertThat(verdict instanceof Translation.Translated).isEqualTo(accepted);
        if (verdict instanceof Translation.Refused<?> refused) {
            assertThat(refused.status().code()).isEqualTo(483);
        }
    }

    @Test
    void whoWantsNoNameStillGetsTheNotice() {
        Payload.ToPeer payload =
                translated(translator.translate(GoldenFiles.ims("ims-private.sip"), _ -> CALL_ID, NOW));

        assertThat(payload.message().from()).isEqualTo(new Party.User("anonymous", "anonymous.invalid"));
        assertThat(payload.sender()).isEqualTo(new Party.User("coco", "ims.example.net"));
    }

    @ParameterizedTest
    @CsvSource({
        "true, anonymous@anonymous.invalid, sip:anonymous@anonymous.invalid",
        "false, alice@ims.example.net, im:alice@ims.example.net"
    })
    void whomTheCoreDoesNotIdentifyIsNobodyWhateverFromSays(boolean trusted, String sender, String within) {
        ImsMessage message = message(
                "sip:586@p2p.example.net",
                "sip:alice@ims.example.net",
                70,
                "message/cpim",
                "From: <im:alice@ims.example.net>\r\n\r\n\r\nhi",
                trusted);

        Payload.ToPeer payload = translated(translator.translate(message, _ -> CALL_ID, NOW));

        assertThat(payload.message().from()).isEqualTo(Party.parse(sender));
        assertThat(payload.sender()).isEqualTo(Party.parse(sender));
        assertThat(payload.message().body().toUtf8()).startsWith("From: <" + within + ">\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "From: <im:alice@ims.example.net> | true",
                "From: Alice <sip:Alice@IMS.example.net> | false",
                "From: Alice <sips:alice@IMS.example.net.;x=y> | true",
                "From: <sip:anonymous@anonymous.invalid> | true",
                "From: <im:mallory@ims.example.net> | false",
                "From: <im:alice@p2p.example.net> | false",
                "From: <https://alice> | false",
                "Subject: hi | true"
            })
    void theNameWithinIsTheSendersOrNone(String header, boolean accepted) {
        // given
        ImsMessage message = message(
                "sip:586@p2p.example.net", "sip:alice@ims.example.net", 70, "message/cpim", header + "\r\n\r\n\r\nhi");

        // when
        var verdict = translator.translate(message, _ -> CALL_ID, NOW);

        // then
        assertThat(verdict instanceof Translation.Translated).isEqualTo(accepted);
        if (verdict instanceof Translation.Refused<?> refused) {
            assertThat(refused.status().code()).isEqualTo(403);
        }
    }

    @Test
    void theNoticeToAPeerComesFromTheTargetThatWasNotReached() {
        Payload.ToIms failed = new Payload.ToIms(
                PeerToImsTest.outgoing("sip:alice@ims.example.net"), new CallId("abc"), NodeId.of(586));

        Payload.ToPeer notice =
                translator.notice(failed, new Party.Node(NodeId.of(586)), Notice.Kind.UNREACHABLE, CALL_ID, NOW);

        assertThat(GoldenFiles.text(notice.message())).isEqualTo(GoldenFiles.read("notice-to-peer.p2psip"));
        assertThat(notice.isNotice()).isTrue();
    }

    private static Payload.ToPeer translated(Translation<Payload.ToPeer> verdict) {
        assertThat(verdict).isInstanceOf(Translation.Translated.class);
        return ((Translation.Translated<Payload.ToPeer>) verdict).message();
    }

    private static ImsMessage message(String requestUri, String from) {
        return message(requestUri, from, 70);
    }

    private static ImsMessage message(String requestUri, String from, int maxForwards) {
        return message(requestUri, from, maxForwards, "text/plain", "hi");
    }

    private static ImsMessage message(
            String requestUri, String from, int maxForwards, String contentType, String body) {
        return message(requestUri, from, maxForwards, contentType, body, false);
    }

    private static ImsMessage message(
            String requestUri, String from, int maxForwards, String contentType, String body, boolean trusted) {
        return new ImsMessage(
                requestUri,
                from,
                Optional.of("tag"),
                requestUri,
                "1@client",
                1,
                trusted,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                maxForwards,
                contentType,
                Bytes.utf8(body),
                new HostPort("127.0.0.1", 5060),
                "UDP");
    }
}
