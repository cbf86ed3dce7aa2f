package io.pigw.peer.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.overlay.storage.FetchResult;
import io.pigw.overlay.storage.HeldValue;
import io.pigw.overlay.storage.RecordAccess;
import io.pigw.overlay.storage.StoreOutcome;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.record.Author;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import io.pigw.runtime.cms.MimeEntity;
import io.pigw.runtime.cms.Opener;
import io.pigw.runtime.cms.Sealer;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.testing.TestPki;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverlaySenderTest {

    private static final Party.User BOB = new Party.User("bob", FakePorts.OVERLAY);
    private static final NodeId DESK = NodeId.of(700);
    private static final NodeId POCKET = NodeId.of(1700);
    private static final NodeId SELF = NodeId.of(586);
    private static final Bytes HELLO = Bytes.utf8("hello");

    private record Sent(CallId callId, NodeId node, Party named, String type, Bytes body, Consumer<SendResult> then) {}

    private final FakePorts fake = new FakePorts(FakePorts.certificate(586, Role.PEER));
    private final TestPki pki = TestPki.create();
    private final NodeIdentity desk = pki.issue(Role.PEER, 700, "bob@" + FakePorts.OVERLAY);
    private final Map<ResourceId, List<HeldValue>> held = new HashMap<>();
    private final Map<NodeId, Bytes> shown = new HashMap<>();
    private final List<Sent> sent = new ArrayList<>();
    private final List<SendResult> results = new ArrayList<>();
    private final OverlaySender sender = sender();

    @Test
    void sendsToAllDevicesOfAUserAndSaysWhichTookIt() {
        devices(device(DESK, true), device(POCKET, true), device(NodeId.of(900), false), device(SELF, true));

        sender.toUser(new Party.User("bob", "P2P.example.net"), text(), results::add);

        assertThat(sent).extracting(Sent::node).containsExactly(DESK, POCKET);
        assertThat(sent).extracting(Sent::named).containsOnly(BOB);
        assertThat(sent).extracting(Sent::callId).containsOnly(sent.getFirst().callId());
        answer(0, Status.TEMPORARILY_UNAVAILABLE);
        assertThat(results).isEmpty();
        answer(1, Status.OK);
        assertThat(results).containsExactly(new SendResult(sent.getFirst().callId(), Status.OK, List.of(POCKET)));
    }

    @Test
    void saysTheWorstThatIsKnownWhenNoDeviceTookIt() {
        devices(device(DESK, true), device(POCKET, true));

        sender.toUser(BOB, text(), results::add);
        answer(0, Status.REQUEST_TIMEOUT);
        answer(1, Status.FORBIDDEN);
        sender.toUser(BOB, text(), results::add);
        answer(2, Status.TEMPORARILY_UNAVAILABLE);
        answer(3, Status.FORBIDDEN);

        assertThat(codes()).containsExactly(408, 403);
    }

    @Test
    void findsNobodyWhereNoDeviceSaysSo() {
        sender.toUser(BOB, text(), results::add);
        devices(device(DESK, false));
        sender.toUser(BOB, text(), results::add);
        devices(device(SELF, true));
        sender.toUser(BOB, text(), results::add);

        assertThat(codes()).containsExactly(480, 480, 480);
        assertThat(sent).isEmpty();
    }

    @Test
    void encryptsToTheCertificateThatANodeShowsOrElseToTheOneOfItsRecord() throws Exception {
        Bytes certificate = desk.certificate().der();
        fake.valid.put(certificate, desk.certificate());
        OverlaySender.Text secret = new OverlaySender.Text("text/plain", HELLO, true, null);

        sender.toNode(DESK, secret, results::add);
        assertThat(codes()).as("nothing is known").containsExactly(480);
        held.put(SignedContent.resource(FakePorts.OVERLAY, DESK), List.of(certificate(certificate)));
        sender.toNode(DESK, secret, results::add);
        held.clear();
        shown.put(DESK, certificate);
        sender.toNode(DESK, secret, results::add);

        assertThat(sent).hasSize(2);
        for (Sent one : sent) {
            assertThat(one.type()).isEqualTo(Sealer.CONTENT_TYPE);
            assertThat(Opener.of(desk).open(one.body())).contains(new MimeEntity("text/plain", HELLO));
        }
    }

    @Test
    void encryptsOnlyToTheRecipientsOwn() {
        NodeIdentity eve = pki.issue(Role.PEER, 701, "eve@" + FakePorts.OVERLAY);
        fake.valid.put(desk.certificate().der(), desk.certificate());
        fake.valid.put(eve.certificate().der(), eve.certificate());
        shown.put(DESK, eve.certificate().der());

        sender.toNode(DESK, new OverlaySender.Text("text/plain", HELLO, true, null), results::add);
        sender.toUser(BOB, encrypted(eve.certificate().der()), results::add);
        sender.toUser(BOB, encrypted(Bytes.utf8("no certificate")), results::add);
        assertThat(codes()).containsExactly(400, 400, 400);
        assertThat(sent).isEmpty();

        sender.toUser(BOB, encrypted(desk.certificate().der()), results::add);
        assertThat(sent).extracting(Sent::node).containsExactly(DESK);
    }

    private OverlaySender sender() {
        RecordAccess records = new RecordAccess() {
            @Override
            public void store(ResourceId resource, List<HeldValue> values, Consumer<StoreOutcome> then) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void fetch(ResourceId resource, Kind kind, Consumer<FetchResult> then) {
                List<HeldValue> values = held.getOrDefault(resource, List.of()).stream()
                        .filter(value -> value.content().kind() == kind.number())
                        .toList();
                then.accept(values.isEmpty() ? new FetchResult.NothingSeen(0) : new FetchResult.Found(values, 0));
            }
        };
        Encrypting encrypting =
                new Encrypting(FakePorts.OVERLAY, fake.ports().verifier(), Instant::now, new SecureRandom());
        return new OverlaySender(
                FakePorts.OVERLAY,
                fake.ports(),
                records,
                encrypting,
                (callId, node, named, type, body, then) -> sent.add(new Sent(callId, node, named, type, body, then)),
                (node, then) -> then.accept(Optional.ofNullable(shown.get(node))));
    }

    private static OverlaySender.Text text() {
        return new OverlaySender.Text("text/plain", HELLO, false, null);
    }

    private static OverlaySender.Text encrypted(Bytes certificate) {
        return new OverlaySender.Text("text/plain", HELLO, true, certificate);
    }

    private void devices(HeldValue... values) {
        held.put(SignedContent.resource(FakePorts.OVERLAY, BOB), List.of(values));
    }

    private static HeldValue device(NodeId node, boolean exists) {
        return value(Kind.USER, RecordKey.of(node), node, BOB, exists, Bytes.EMPTY);
    }

    private static HeldValue certificate(Bytes der) {
        return value(Kind.CERTIFICATE, new RecordKey.Index(0), DESK, null, true, der);
    }

    private static HeldValue value(
            Kind kind, RecordKey key, NodeId node, Party.@Nullable User author, boolean exists, Bytes value) {
        return new HeldValue(
                new StoredValue(
                        new RecordContent(
                                kind.number(),
                                key,
                                0,
                                FakePorts.NOW,
                                3_600,
                                exists,
                                value,
                                new Author(author, node, Bytes.utf8("x".repeat(32)))),
                        Bytes.utf8("signature")),
                Bytes.utf8("certificate"));
    }

    private void answer(int number, Status status) {
        Sent one = sent.get(number);
        one.then()
                .accept(
                        status.isSuccess()
                                ? SendResult.delivered(one.callId(), one.node())
                                : new SendResult(one.callId(), status));
    }

    private List<Integer> codes() {
        return results.stream().map(result -> result.status().code()).toList();
    }
}
