package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.gateway.names.MessageNames;
import io.pigw.gateway.outbox.Draft;
import io.pigw.gateway.outbox.Entry;
import io.pigw.gateway.outbox.Fate;
import io.pigw.gateway.outbox.Messages;
import io.pigw.gateway.outbox.Payload;
import io.pigw.gateway.outbox.Progress;
import io.pigw.gateway.translate.Addressing;
import io.pigw.gateway.translate.ImsToPeer;
import io.pigw.gateway.translate.Numbers;
import io.pigw.gateway.translate.PeerToIms;
import io.pigw.gateway.ua.OutgoingMessage;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.MessageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NoticesTest {

    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");

    private final Addressing addressing =
            new Addressing(new Ring(11), "p2p.example.net", "ims.example.net", Set.of(), Set.of(), Numbers.NONE);
    private final Notices notices = new Notices(
            new ImsToPeer(addressing),
            new PeerToIms(addressing),
            new MessageNames(Bytes.copyOf(new byte[MessageNames.SECRET_BYTES])),
            Duration.ofMinutes(1));

    @Test
    void aMessagesNoticeHasOneKeyWhateverItsNames() {
        Entry entry = entry(Messages.toPeer("a", NOW));

        Optional<Draft> first = notices.reportOf(entry, Fate.UNREACHABLE, NOW);
        Optional<Draft> second = notices.reportOf(entry, Fate.UNCONFIRMED, NOW.plusSeconds(1));

        assertThat(first.orElseThrow().key()).isEqualTo(second.orElseThrow().key());
        assertThat(first.orElseThrow().payload().sipCallId())
                .isNotEqualTo(second.orElseThrow().payload().sipCallId());
    }

    @Test
    void itsNameTellsWhatItTells() {
        Entry entry = entry(Messages.toPeer("a", NOW));

        Payload first =
                notices.reportOf(entry, Fate.UNREACHABLE, NOW).orElseThrow().payload();
        Payload again = notices.reportOf(entry, Fate.UNREACHABLE, NOW.plusSeconds(1))
                .orElseThrow()
                .payload();

        assertThat(again.sipCallId()).isEqualTo(first.sipCallId());
    }

    @Test
    void aSenderWithoutAnAddressIsToldNothing() {
        Draft draft = Messages.toPeer("a", NOW);
        Payload.ToPeer payload = (Payload.ToPeer) draft.payload();
        Payload.ToPeer nameless = new Payload.ToPeer(
                payload.message(), payload.sipCallId(), new Party.User("anonymous", "anonymous.invalid"));
        Entry entry = entry(new Draft(draft.key(), nameless, 200, NOW, draft.expiresAt(), NOW));

        Optional<Draft> notice = notices.reportOf(entry, Fate.UNREACHABLE, NOW);

        assertThat(notice).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "positive-delivery, DELIVERED, delivered",
        "negative-delivery, DELIVERED, ''",
        "display, DELIVERED, ''",
        "negative-delivery, UNREACHABLE, failed",
        "negative-delivery, UNCONFIRMED, error",
        "positive-delivery, UNREACHABLE, unreachable peer",
        "positive-delivery, UNCONFIRMED, unconfirmed delivery"
    })
    void theSenderGetsWhatItAskedForAndElseTheNotice(String asked, Fate fate, String told) {
        Entry entry = entry(cpim("imdn.Disposition-Notification: " + asked, "text/plain"));

        Optional<Draft> report = notices.reportOf(entry, fate, NOW);

        assertThat(report.map(NoticesTest::body).orElse("")).matches(told.isEmpty() ? "" : "(?s).*" + told + ".*");
        report.map(Draft::payload).map(Payload.ToIms.class::cast).ifPresent(sip -> {
            boolean notice = told.startsWith("un");
            assertThat(sip.message().contentType()).isEqualTo(notice ? "text/plain" : "message/cpim");
            assertThat(sip.message().toUri()).isEqualTo("sip:alice@ims.example.net");
            assertThat(sip.isNotice()).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(Fate.class)
    void nothingIsToldOfANotification(Fate fate) {
        String asked = "imdn.Disposition-Notification: positive-delivery, negative-delivery";
        Draft toPeer = cpim(asked, "message/imdn+xml");
        Draft toIms = Messages.toIms("x", NOW);
        OutgoingMessage sip = ((Payload.ToIms) toIms.payload()).message();
        OutgoingMessage imdn = new OutgoingMessage(
                sip.requestUri(),
                sip.toUri(),
                sip.fromUri(),
                sip.fromTag(),
                sip.callId(),
                sip.cseq(),
                sip.branch(),
                sip.assertedIdentities(),
                sip.inReplyTo(),
                sip.date(),
                sip.maxForwards(),
                "message/cpim",
                ((Payload.ToPeer) toPeer.payload()).message().body());
        Payload.ToIms payload = new Payload.ToIms(imdn, toIms.payload().callId(), NodeId.of(586));
        Draft fromPeer = new Draft(toIms.key(), payload, 200, NOW, toIms.expiresAt(), NOW);

        assertThat(notices.reportOf(entry(toPeer), fate, NOW)).isEmpty();
        assertThat(notices.reportOf(entry(fromPeer), fate, NOW)).isEmpty();
    }

    @Test
    void aNotificationGoesToTheSenderThatIsKnownWhateverTheMessageSays() {
        Draft draft = cpim("From: <sip:victim@example.org>", "text/plain");

        Draft report = notices.reportOf(entry(draft), Fate.DELIVERED, NOW).orElseThrow();

        assertThat(((Payload.ToIms) report.payload()).message().requestUri()).isEqualTo("sip:alice@ims.example.net");
    }

    private static Draft cpim(String header, String type) {
        String asked = header.startsWith("imdn.") ? "" : "\nimdn.Disposition-Notification: positive-delivery";
        String text = "NS: imdn <urn:ietf:params:imdn>\nimdn.Message-ID: 1\n" + header + asked + "\n\nContent-Type: "
                + type + "\n\nhi";
        Draft draft = Messages.toPeer("a", NOW);
        Payload.ToPeer plain = (Payload.ToPeer) draft.payload();
        MessageRequest request = plain.message();
        MessageRequest cpim = new MessageRequest(
                request.target(),
                request.maxForwards(),
                request.from(),
                request.to(),
                null,
                request.callId(),
                request.transaction(),
                request.date(),
                "message/cpim",
                null,
                null,
                List.of(),
                Bytes.utf8(text.replace("\n", "\r\n")));
        Payload payload = new Payload.ToPeer(cpim, plain.sipCallId(), plain.sender());
        return new Draft(draft.key(), payload, 200, NOW, draft.expiresAt(), NOW);
    }

    private static String body(Draft draft) {
        return ((Payload.ToIms) draft.payload()).message().body().toUtf8();
    }

    private static Entry entry(Draft draft) {
        return new Entry(1, draft, Progress.start(NOW));
    }
}
