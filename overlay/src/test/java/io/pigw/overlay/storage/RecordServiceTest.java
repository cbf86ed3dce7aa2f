package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.codec.P2psipDecoder;
import io.pigw.p2psip.codec.P2psipEncoder;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.record.AccessList;
import io.pigw.p2psip.record.AccessPolicy;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.Right;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that the storing peer looks at. */
class RecordServiceTest {

    private final TestCa ca = new TestCa();
    private final Signer bob = ca.issue(586, "bob", "robert");
    private final Signer bobsOther = ca.issue(1618, "bob");
    private final Signer carol = ca.issue(700, "carol");
    private final Signer eve = ca.issue(800, "eve");
    private final Signer holder = ca.issue(900, "holder");
    private final StoringPeer peer = new StoringPeer(ca, 600);

    @ParameterizedTest
    @CsvSource({
        "USER_MATCH,      owner,                   STORED",
        "USER_MATCH,      other user,              FORBIDDEN",
        "USER_MATCH,      same user's other node,  STORED",
        "USER_MATCH,      replica holder,          FORBIDDEN",
        "NODE_MATCH,      owner,                   STORED",
        "NODE_MATCH,      other user,              FORBIDDEN",
        "NODE_MATCH,      same user's other node,  FORBIDDEN",
        "NODE_MATCH,      replica holder,          FORBIDDEN",
        "USER_NODE_MATCH, owner,                   STORED",
        "USER_NODE_MATCH, other user,              FORBIDDEN",
        "USER_NODE_MATCH, same user's other node,  FORBIDDEN",
        "USER_NODE_MATCH, replica holder,          FORBIDDEN",
        "NODE_MULTIPLE,   owner,                   STORED",
        "NODE_MULTIPLE,   other user,              FORBIDDEN",
        "NODE_MULTIPLE,   same user's other node,  FORBIDDEN",
        "NODE_MULTIPLE,   replica holder,          FORBIDDEN",
    })
    void whoMayWriteUnderEachPolicy(AccessPolicy policy, String who, StoreResult expected) {
        // Given: what the owner has stored already
        Draft draft = ofBob(policy);
        assertThat(peer.take(draft.resource(), draft.by(bob))).isEqualTo(StoreResult.STORED);

        // When
        Draft next = draft.later(1).value(Bytes.utf8("another"));
        StoreResult result = peer.take(draft.resource(), next.by(signer(who)));

        // Then
        assertThat(result).isEqualTo(expected);
        Bytes held = peer.store.find(draft.resource()).getFirst().content().value();
        assertThat(held).isEqualTo(Bytes.utf8(expected == StoreResult.STORED ? "another" : "value"));
    }

    @ParameterizedTest
    @CsvSource({"USER_MATCH", "NODE_MATCH", "USER_NODE_MATCH", "NODE_MULTIPLE"})
    void aReplicaHolderHandsOnWhatTheOwnerSigned(AccessPolicy policy) {
        Draft draft = ofBob(policy);

        List<StoreResult> results = peer.take(holder, draft.resource(), 1, List.of(draft.by(bob)));

        assertThat(results).containsExactly(StoreResult.STORED);
    }

    @Test
    void aNameIsOnlyTheCertificatesOwn() {
        Draft draft = Draft.data("bob");

        assertThat(peer.take(draft.resource(), draft.by(eve, TestCa.user("bob"))))
                .isEqualTo(StoreResult.AUTHOR);
        assertThat(peer.take(draft.resource(), draft.by(eve, null))).isEqualTo(StoreResult.FORBIDDEN);
        assertThat(peer.take(draft.resource(), draft.by(bob, TestCa.user("robert"))))
                .isEqualTo(StoreResult.FORBIDDEN);
        assertThat(peer.take(Draft.named("eve"), draft.by(eve))).isEqualTo(StoreResult.SIGNATURE);
        Draft roberts = Draft.data("robert");
        assertThat(peer.take(roberts.resource(), roberts.by(bob, TestCa.user("robert"))))
                .isEqualTo(StoreResult.STORED);
    }

    @Test
    void nodeMultipleEndsAtItsGreatestNumber() {
        for (int number : new int[] {0, 1, 16, 17}) {
            Draft draft = Draft.of(
                    SignedContent.resource(TestCa.OVERLAY, NodeId.of(586), number), Kind.NODE_DATA, RecordKey.single());

            boolean inRange = number >= 1 && number <= 16;
            assertThat(peer.take(draft.resource(), draft.by(bob)))
                    .as("number " + number)
                    .isEqualTo(inRange ? StoreResult.STORED : StoreResult.FORBIDDEN);
        }
    }

    @Test
    void eachFlawHasItsName() {
        Draft data = Draft.data("bob");
        int skew = (int) Duration.ofMinutes(10).toSeconds();
        Map<Draft, StoreResult> table = new LinkedHashMap<>();
        table.put(data.kind(99), StoreResult.UNKNOWN_KIND);
        table.put(data.key(new RecordKey.Index(0)), StoreResult.FORM);
        table.put(Draft.device("bob", bob).key(new RecordKey.Name(Bytes.utf8("x"))), StoreResult.FORM);
        table.put(ofBob(AccessPolicy.NODE_MATCH).key(new RecordKey.Index(4)), StoreResult.FORM);
        table.put(Draft.list("bob", AccessList.NOBODY).value(Bytes.utf8("x")), StoreResult.FORM);
        table.put(Draft.list("bob", AccessList.NOBODY).key(AccessList.keyFor(Kind.USER)), StoreResult.FORM);
        table.put(Draft.device("bob", bob).value(Bytes.copyOf(new byte[257])), StoreResult.SIZE);
        table.put(data.lifetime(7 * 86_400 + 1), StoreResult.LIFETIME);
        table.put(data.later(-3_600), StoreResult.EXPIRED);
        table.put(data.later(skew + 1), StoreResult.FUTURE);
        table.forEach((draft, flaw) -> assertThat(peer.take(draft.resource(), draft.by(bob)))
                .as(draft.toString())
                .isEqualTo(flaw));

        Map<Draft, StoreResult> other = new LinkedHashMap<>();
        other.put(Draft.device("bob", bob).value(Bytes.copyOf(new byte[256])), StoreResult.STORED);
        other.put(ofBob(AccessPolicy.NODE_MATCH).key(new RecordKey.Index(3)), StoreResult.STORED);
        other.put(data.later(-3_599), StoreResult.STORED);
        other.put(data.later(-3_598).lifetime(7 * 86_400), StoreResult.STORED);
        other.put(data.later(skew).lifetime(7 * 86_400), StoreResult.STORED);
        other.forEach((draft, flaw) -> assertThat(peer.take(draft.resource(), draft.by(bob)))
                .as(draft.toString())
                .isEqualTo(flaw));
    }

    @Test
    void onlyValidCertificatesOfThisOverlaysNodesCount() {
        Draft draft = Draft.data("bob");
        Signer stranger = new TestCa().issue(586, "bob");
        Signer elsewhere = ca.issue(586, "p2p.example.org", Role.PEER, "bob");
        Signer gateway = ca.issue(260, TestCa.OVERLAY, Role.GATEWAY, "bob");
        Signer client = ca.issue(587, TestCa.OVERLAY, Role.CLIENT, "bob");
        HeldValue revoked = draft.by(bobsOther);
        ca.revoke(bobsOther);

        for (HeldValue value : List.of(draft.by(stranger), draft.by(elsewhere), draft.by(gateway), revoked)) {
            assertThat(peer.take(draft.resource(), value)).isEqualTo(StoreResult.CERTIFICATE);
        }
        HeldValue without =
                new HeldValue(draft.by(bob).value(), eve.certificate().der());
        assertThat(peer.take(draft.resource(), without)).isEqualTo(StoreResult.CERTIFICATE);
        assertThat(peer.take(draft.resource(), draft.by(client))).isEqualTo(StoreResult.STORED);
    }

    @Test
    void olderValuesDoNotComeBack() {
        Draft draft = Draft.data("bob");
        HeldValue first = draft.by(bob);
        HeldValue second = draft.generation(2).later(1).by(bob);
        peer.take(draft.resource(), first);

        assertThat(peer.take(draft.resource(), second)).isEqualTo(StoreResult.STORED);
        assertThat(peer.take(draft.resource(), second)).isEqualTo(StoreResult.KNOWN);
        assertThat(peer.take(draft.resource(), first)).isEqualTo(StoreResult.OLDER);
        assertThat(peer.take(draft.resource(), draft.generation(1).later(2).by(bob)))
                .as("a lower generation")
                .isEqualTo(StoreResult.OLDER);
        assertThat(peer.take(
                        draft.resource(),
                        draft.generation(2).later(2).lifetime(3_598).by(bob)))
                .as("it would end first")
                .isEqualTo(StoreResult.ENDS_EARLIER);
    }

    @Test
    void theGenerationCountsBeforeTheTime() {
        Draft draft = Draft.data("bob");
        peer.take(draft.resource(), draft.later(10).lifetime(3_590).by(bob));

        assertThat(peer.take(draft.resource(), draft.generation(2).by(bob))).isEqualTo(StoreResult.STORED);
        assertThat(peer.take(draft.resource(), draft.later(20).lifetime(3_580).by(bob)))
                .isEqualTo(StoreResult.OLDER);
    }

    @Test
    void ofTwoContentsOfTheSameTimeAllComeToHoldOne() {
        // Given
        Draft draft = Draft.data("bob");
        List<HeldValue> both = List.of(
                draft.value(Bytes.utf8("one")).by(bob),
                draft.value(Bytes.utf8("other")).by(bob));
        StoringPeer second = new StoringPeer(ca, 601);

        // When each gets them in another order
        both.forEach(value -> peer.take(draft.resource(), value));
        both.reversed().forEach(value -> second.take(draft.resource(), value));

        // Then
        assertThat(peer.store.find(draft.resource())).isEqualTo(second.store.find(draft.resource()));
    }

    @Test
    void anotherSignatureOverTheSameIsNothingNew() {
        Draft draft = Draft.data("bob");
        peer.take(draft.resource(), draft.by(bob));

        assertThat(peer.take(draft.resource(), draft.by(bob))).isEqualTo(StoreResult.KNOWN);
    }

    @Test
    void noValueOutlivesItsAuthorsCertificate() {
        Signer soon = ca.issue(586, TestCa.OVERLAY, Role.PEER, Draft.NOW.plusSeconds(3_600), "bob");
        Draft draft = Draft.data("bob");

        assertThat(peer.take(draft.resource(), draft.lifetime(3_601).by(soon))).isEqualTo(StoreResult.LIFETIME);
        assertThat(peer.take(draft.resource(), draft.lifetime(3_600).by(soon))).isEqualTo(StoreResult.STORED);
    }

    @Test
    void whatLostItsRightKeepsWhatItSupersededAway() {
        // Given what the owner deleted, and what carol stored after that
        Draft data = Draft.data("bob");
        HeldValue deleted = data.by(bob);
        peer.take(data.resource(), deleted);
        peer.take(data.resource(), data.later(1).tombstone().by(bob));
        grant(1, 0, Right.MODIFY);
        assertThat(peer.take(data.resource(), data.later(2).by(carol))).isEqualTo(StoreResult.STORED);

        // When her right is taken back under the same generation
        grant(1, 3);

        // Then
        assertThat(peer.take(data.resource(), deleted)).isEqualTo(StoreResult.OLDER);
        assertThat(peer.take(data.resource(), data.later(4).by(bob))).isEqualTo(StoreResult.STORED);
    }

    @Test
    void theLongestName() {
        int domain = "@p2p.example.net".length();
        Signer longest = ca.issue(701, "x".repeat(ValueCheck.MAX_NAME_BYTES - domain));
        Signer longer = ca.issue(702, "x".repeat(ValueCheck.MAX_NAME_BYTES - domain + 1));

        assertThat(peer.take(Draft.named("x"), data(longest).by(longest))).isEqualTo(StoreResult.FORBIDDEN);
        assertThat(peer.take(Draft.named("x"), data(longer).by(longer))).isEqualTo(StoreResult.SIZE);
    }

    private static Draft data(Signer owner) {
        return Draft.data(owner.certificate().users().getFirst().name());
    }

    @Test
    void whoHasNoPlaceInTheRingHoldsNothing() {
        Draft draft = Draft.data("bob");
        peer.member = false;

        assertThat(peer.take(draft.resource(), draft.by(bob))).isEqualTo(StoreResult.NOT_HERE);
        assertThat(peer.take(holder, draft.resource(), 1, List.of(draft.by(bob))))
                .containsExactly(StoreResult.NOT_HERE);
    }

    @Test
    void whatWasDeletedStaysDeletedUntilItWouldHaveEnded() {
        // Given
        Draft draft = Draft.data("bob");
        HeldValue deleted = draft.by(bob);
        peer.take(draft.resource(), deleted);

        // When
        assertThat(peer.take(
                        draft.resource(),
                        draft.later(1).lifetime(3_598).tombstone().by(bob)))
                .isEqualTo(StoreResult.ENDS_EARLIER);
        assertThat(peer.take(
                        draft.resource(),
                        draft.later(1).lifetime(3_599).tombstone().by(bob)))
                .isEqualTo(StoreResult.STORED);

        // Then
        for (int seconds : new int[] {1, 60, 3_599}) {
            peer.now = Draft.NOW.plusSeconds(seconds);
            peer.store.removeEnded(peer.now);
            assertThat(peer.take(draft.resource(), deleted)).isEqualTo(StoreResult.OLDER);
        }
        peer.now = Draft.NOW.plusSeconds(3_600);
        peer.store.removeEnded(peer.now);
        assertThat(peer.store.resources()).isEmpty();
        assertThat(peer.take(draft.resource(), deleted)).isEqualTo(StoreResult.EXPIRED);
    }

    @Test
    void aChangedByteIsNeverStored() {
        // Given
        HeldValue value = Draft.device("bob", bob).by(bob);
        byte[] good = encoded(Draft.named("bob"), value);
        int resource = new String(good, StandardCharsets.ISO_8859_1).indexOf("Resource: ") + "Resource: ".length();
        int body = new String(good, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n") + 4;
        int changed = 0;

        for (int i = resource; i < good.length; i++) {
            if (i < resource + 64 || i >= body) {
                // When
                byte[] bad = good.clone();
                bad[i] ^= (byte) (1 << i % 8);
                P2psipMessage answer = answerTo(bad);

                // Then
                changed++;
                assertThat(answer == null || results(answer).stream().noneMatch(StoreResult::isHeld))
                        .as("byte " + i)
                        .isTrue();
            }
        }
        assertThat(changed).isGreaterThan(500);
        assertThat(results(answerTo(good))).containsExactly(StoreResult.STORED);
    }

    @Test
    void whatIsNeitherOwnNorAReplicaIsNotTaken() {
        Draft draft = Draft.data("bob");
        long place = Long.parseLong(draft.resource().placeIn(peer.local.ring()).toString());
        HeldValue value = draft.by(bob);
        Map<List<Long>, List<StoreResult>> table = new LinkedHashMap<>();
        StoreResult stored = StoreResult.STORED;
        StoreResult notHere = StoreResult.NOT_HERE;
        table.put(List.of(1L, 2L, 3L), List.of(stored, stored));
        table.put(List.of(0L, 1L, 2L), List.of(notHere, stored));
        table.put(List.of(-1L, 0L, 1L), List.of(notHere, stored));
        table.put(List.of(-2L, -1L, 1L), List.of(notHere, stored));
        table.put(List.of(-2L, -1L, 0L), List.of(notHere, notHere));
        table.put(List.of(-3L, -2L, -1L), List.of(notHere, notHere));

        // the nearest predecessors of the peer, counted backwards from the place: the peer follows at once
        table.forEach((offsets, expected) -> {
            for (int replica = 0; replica <= 1; replica++) {
                long self = Math.floorMod(place - offsets.getFirst() + 1, 2048);
                StoringPeer other = new StoringPeer(ca, self);
                other.predecessors = offsets.stream()
                        .map(offset -> StoringPeer.contact(Math.floorMod(place - offset, 2048)))
                        .toList();
                other.successors = List.of(StoringPeer.contact(Math.floorMod(self + 5, 2048)));
                assertThat(other.take(holder, draft.resource(), replica, List.of(value)))
                        .as(offsets + " as replica " + replica)
                        .containsExactly(expected.get(replica));
            }
        });
    }

    @Test
    void twoDevicesOfAUserDoNotTouchOneAnothersEntry() {
        Draft desk = Draft.device("bob", bob);
        Draft phone = Draft.device("bob", bobsOther);

        assertThat(peer.take(desk.resource(), desk.by(bob))).isEqualTo(StoreResult.STORED);
        assertThat(peer.take(desk.resource(), phone.by(bobsOther))).isEqualTo(StoreResult.STORED);
        assertThat(peer.take(desk.resource(), desk.later(1).tombstone().by(bobsOther)))
                .isEqualTo(StoreResult.FORBIDDEN);
        assertThat(fetched(peer.fetch(eve, desk.resource(), Kind.USER))).hasSize(2);
    }

    @Test
    void aKindHasItsMostValues() {
        for (int device = 0; device <= Kind.USER.maxValues(); device++) {
            Signer signer = ca.issue(1_000 + device, "bob");
            Draft draft = Draft.device("bob", signer);

            assertThat(peer.take(draft.resource(), draft.by(signer)))
                    .isEqualTo(device < Kind.USER.maxValues() ? StoreResult.STORED : StoreResult.COUNT);
        }
    }

    @Test
    void aStoreThatIsFullRefusesAndForgetsNobody() {
        StoringPeer small = new StoringPeer(ca, 601, new StorageLimits(2, 1L << 20, 1));
        Draft bobs = Draft.device("bob", bob);
        Draft carols = Draft.device("carol", carol);
        Draft eves = Draft.device("eve", eve);

        assertThat(small.take(bobs.resource(), bobs.by(bob))).isEqualTo(StoreResult.STORED);
        assertThat(small.take(Draft.named("bob"), Draft.data("bob").by(bob))).isEqualTo(StoreResult.FULL);
        assertThat(small.take(carols.resource(), carols.by(carol))).isEqualTo(StoreResult.STORED);
        assertThat(small.take(eves.resource(), eves.by(eve))).isEqualTo(StoreResult.FULL);
        assertThat(small.take(bobs.resource(), bobs.later(1).by(bob))).isEqualTo(StoreResult.STORED);
        small.now = Draft.NOW.plusSeconds(3_600);
        assertThat(small.take(eves.resource(), eves.later(3_600).by(eve))).isEqualTo(StoreResult.STORED);
    }

    @Test
    void aGrantIsUsedUntilItIsRevoked() {
        Draft data = Draft.data("bob");
        peer.take(data.resource(), data.by(bob));

        // nothing is granted
        assertThat(peer.take(data.resource(), data.later(1).by(carol))).isEqualTo(StoreResult.FORBIDDEN);
        assertThat(status(peer.fetch(carol, data.resource(), Kind.DATA))).isEqualTo(403);
        assertThat(status(peer.fetch(carol, data.resource(), Kind.ACCESS_LIST))).isEqualTo(403);

        // read
        assertThat(grant(2, 1, Right.READ)).isEqualTo(StoreResult.STORED);
        assertThat(peer.take(data.resource(), data.generation(2).later(2).by(bob)))
                .isEqualTo(StoreResult.STORED);
        assertThat(fetched(peer.fetch(carol, data.resource(), Kind.DATA))).hasSize(2);
        assertThat(status(peer.fetch(eve, data.resource(), Kind.DATA))).isEqualTo(403);
        assertThat(peer.take(data.resource(), data.generation(2).later(3).by(carol)))
                .isEqualTo(StoreResult.FORBIDDEN);

        // modify, with the list's generation and no other
        assertThat(grant(2, 3, Right.READ, Right.MODIFY)).isEqualTo(StoreResult.STORED);
        assertThat(peer.take(data.resource(), data.generation(3).later(4).by(carol)))
                .isEqualTo(StoreResult.FORBIDDEN);
        assertThat(peer.take(data.resource(), data.generation(2).later(4).by(carol)))
                .isEqualTo(StoreResult.STORED);
        assertThat(peer.take(
                        data.resource(), data.generation(2).later(5).tombstone().by(carol)))
                .isEqualTo(StoreResult.FORBIDDEN);

        // delete
        assertThat(grant(2, 5, Right.READ, Right.DELETE)).isEqualTo(StoreResult.STORED);
        HeldValue tombstone = data.generation(2).later(6).tombstone().by(carol);
        assertThat(peer.take(data.resource(), tombstone)).isEqualTo(StoreResult.STORED);

        // revoked: nothing that came before counts, and it cannot be brought back
        assertThat(grant(3, 7)).isEqualTo(StoreResult.STORED);
        assertThat(status(peer.fetch(carol, data.resource(), Kind.DATA))).isEqualTo(403);
        assertThat(fetched(peer.fetch(bob, data.resource(), Kind.DATA)))
                .extracting(value -> value.content().kind())
                .containsExactly(Kind.ACCESS_LIST.number());
        for (HeldValue before :
                List.of(data.by(bob), data.generation(2).later(9).by(bob), tombstone)) {
            assertThat(peer.take(data.resource(), before)).isNotEqualTo(StoreResult.STORED);
        }
        assertThat(peer.take(data.resource(), data.generation(2).later(9).by(carol)))
                .isEqualTo(StoreResult.FORBIDDEN);
        assertThat(grant(2, 8, Right.READ)).isEqualTo(StoreResult.OLDER);
        assertThat(peer.take(data.resource(), data.generation(3).later(8).by(bob)))
                .isEqualTo(StoreResult.STORED);
    }

    @Test
    void aReplicaAsksForTheSameRightsAsTheFirst() {
        Draft data = Draft.data("bob");
        HeldValue list = Draft.list("bob", granted(Right.READ)).by(bob);

        List<StoreResult> results = peer.take(holder, data.resource(), 1, List.of(data.by(bob), list));

        assertThat(results).containsExactly(StoreResult.STORED, StoreResult.STORED);
        assertThat(status(peer.fetch(eve, data.resource(), Kind.DATA))).isEqualTo(403);
        assertThat(fetched(peer.fetch(carol, data.resource(), Kind.DATA))).hasSize(2);
        assertThat(fetched(peer.fetch(bobsOther, data.resource(), Kind.DATA))).hasSize(2);
    }

    @Test
    void anAccessListComesFirstWhereverItStands() {
        Draft data = Draft.data("bob");
        HeldValue list = Draft.list("bob", granted(Right.MODIFY)).by(bob);

        List<StoreResult> results = peer.take(holder, data.resource(), 1, List.of(data.by(carol), list));

        assertThat(results).containsExactly(StoreResult.STORED, StoreResult.STORED);
    }

    @Test
    void whoIsNoMemberNeitherStoresNorFetches() {
        Signer client = ca.issue(587, TestCa.OVERLAY, Role.CLIENT, "bob");
        Signer gateway = ca.issue(260, TestCa.OVERLAY, Role.GATEWAY);

        assertThat(status(peer.fetch(client, Draft.named("bob"), Kind.USER))).isEqualTo(403);
        assertThat(status(peer.fetch(gateway, Draft.named("bob"), Kind.USER))).isEqualTo(403);
        assertThat(status(peer.ask(client, store(Draft.device("bob", bob))))).isEqualTo(403);
        assertThat(status(peer.ask(gateway, store(Draft.device("bob", bob))))).isEqualTo(403);
        assertThat(peer.store.resources()).isEmpty();
        assertThat(status(peer.ask(eve, new RecordMessage.Fetch(Transaction.ABSENT, Draft.named("bob"), 99))))
                .isEqualTo(501);
    }

    @Test
    void whatARevokedNodeSignedIsNotShownAnyMore() {
        Draft desk = Draft.device("bob", bob);
        peer.take(desk.resource(), desk.by(bob));

        ca.revoke(bob);

        assertThat(fetched(peer.fetch(eve, desk.resource(), Kind.USER))).isEmpty();
    }

    private RecordMessage.Store store(Draft draft) {
        HeldValue held = draft.by(bob);
        return new RecordMessage.Store(
                Transaction.ABSENT, draft.resource(), 0, List.of(held.value()), List.of(held.certificate()));
    }

    private StoreResult grant(long generation, int later, Right... rights) {
        Draft list = Draft.list("bob", granted(rights)).generation(generation).later(later);
        return peer.take(list.resource(), list.by(bob));
    }

    private static AccessList granted(Right... rights) {
        return rights.length == 0
                ? AccessList.NOBODY
                : new AccessList(
                        List.of(new AccessList.Grant(TestCa.user("carol"), EnumSet.copyOf(Arrays.asList(rights)))));
    }

    private static Draft ofBob(AccessPolicy policy) {
        NodeId node = NodeId.of(586);
        return switch (policy) {
            case USER_MATCH -> Draft.data("bob");
            case NODE_MATCH ->
                Draft.of(SignedContent.resource(TestCa.OVERLAY, node), Kind.CERTIFICATE, new RecordKey.Index(0));
            case USER_NODE_MATCH -> Draft.of(Draft.named("bob"), Kind.USER, RecordKey.of(node));
            case NODE_MULTIPLE ->
                Draft.of(SignedContent.resource(TestCa.OVERLAY, node, 3), Kind.NODE_DATA, RecordKey.single());
        };
    }

    private Signer signer(String who) {
        return switch (who) {
            case "owner" -> bob;
            case "other user" -> eve;
            case "same user's other node" -> bobsOther;
            case "replica holder" -> holder;
            default -> throw new IllegalArgumentException(who);
        };
    }

    private static byte[] encoded(ResourceId resource, HeldValue value) {
        ByteBuf out = Unpooled.buffer();
        P2psipEncoder.encode(
                new RecordMessage.Store(
                        Transaction.ABSENT, resource, 0, List.of(value.value()), List.of(value.certificate())),
                out);
        return ByteBufUtil.getBytes(out);
    }

    /** Null when the bytes are no message. */
    private @Nullable P2psipMessage answerTo(byte[] bytes) {
        try {
            P2psipMessage message = new P2psipDecoder(Limits.DEFAULTS).decode(Unpooled.wrappedBuffer(bytes));
            return message instanceof RecordMessage.Store store ? peer.ask(holder, store) : null;
        } catch (DecodeException e) {
            return null;
        }
    }

    private static List<StoreResult> results(@Nullable P2psipMessage answer) {
        assertThat(answer).isInstanceOf(RecordMessage.StoreAnswer.class);
        return answer instanceof RecordMessage.StoreAnswer stored ? stored.results() : List.of();
    }

    private static List<StoredValue> fetched(P2psipMessage answer) {
        assertThat(answer).isInstanceOf(RecordMessage.FetchAnswer.class);
        return ((RecordMessage.FetchAnswer) answer).values();
    }

    private static int status(P2psipMessage answer) {
        assertThat(answer).isInstanceOf(Response.class);
        return ((Response) answer).status().code();
    }
}
