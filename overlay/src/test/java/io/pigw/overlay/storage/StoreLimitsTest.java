package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordContent;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import io.pigw.p2psip.signing.SignedContent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits of what is held and remembered, from both sides. */
class StoreLimitsTest {

    private final TestCa ca = new TestCa();
    private final Signer bob = ca.issue(586, "bob");
    private final Signer carol = ca.issue(700, "carol");

    @Test
    void valuesInAll() {
        RecordStore store = new MemoryRecordStore(new StorageLimits(2, 1L << 20, 100));

        assertThat(put(store, 1, "x", bob)).isTrue();
        assertThat(put(store, 2, "x", carol)).isTrue();
        assertThat(put(store, 3, "x", carol)).isFalse();
        assertThat(put(store, 2, "y", carol)).as("in place of another").isTrue();
        store.remove(resource(1));
        assertThat(put(store, 3, "x", carol)).isTrue();
    }

    @Test
    void valuesOfAnAuthor() {
        RecordStore store = new MemoryRecordStore(new StorageLimits(100, 1L << 20, 1));

        assertThat(put(store, 1, "x", bob)).isTrue();
        assertThat(put(store, 2, "x", bob)).isFalse();
        assertThat(put(store, 2, "x", carol)).isTrue();
        store.removeEnded(Draft.NOW.plusSeconds(3_600));
        assertThat(store.resources()).isEmpty();
        assertThat(put(store, 2, "x", bob)).isTrue();
    }

    @Test
    void bytesInAll() {
        HeldValue value = draft(1).value(Bytes.utf8("x")).by(bob);
        int size = 1 + value.value().signature().size() + value.certificate().size();
        ResourceId resource = resource(1);

        assertThat(new MemoryRecordStore(new StorageLimits(100, size, 100)).put(resource, value))
                .isTrue();
        RecordStore small = new MemoryRecordStore(new StorageLimits(100, size - 1, 100));
        assertThat(small.put(resource, value)).isFalse();
        assertThat(small.find(resource)).isEmpty();
    }

    @Test
    void whatDoesNotFitLeavesWhatWasThere() {
        RecordStore store = new MemoryRecordStore(new StorageLimits(100, 2_000, 100));

        assertThat(put(store, 1, "x", bob)).isTrue();
        assertThat(put(store, 1, "x".repeat(2_000), bob)).isFalse();
        assertThat(store.find(resource(1)))
                .singleElement()
                .matches(held -> held.content().value().equals(Bytes.utf8("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> new StorageLimits(0, 1, 1));
    }

    /** Req 15: what a sender may cost is limited before any signature is looked at. */
    @Test
    void valuesOfASenderInATime() {
        TestCa ca = new TestCa();
        Signer owner = ca.issue(586, "bob");
        Signer sender = ca.issue(1);
        StoringPeer peer = new StoringPeer(ca, 512, StorageLimits.DEFAULTS, new Rate(200, 32));
        HeldValue good = draft(1).by(owner);
        HeldValue bad =
                new HeldValue(new StoredValue(draft(2).by(owner).content(), Bytes.utf8("x")), good.certificate());
        assertThat(peer.take(resource(1), good)).isEqualTo(StoreResult.STORED);
        for (int i = 0; i < 32; i++) {
            assertThat(peer.take(sender, resource(2), 0, List.of(bad))).containsExactly(StoreResult.SIGNATURE);
        }

        assertThat(refusal(peer, sender, good)).isEqualTo(503);
        assertThat(peer.take(ca.issue(2), resource(1), 0, List.of(good)))
                .as("another sender")
                .containsExactly(StoreResult.KNOWN);

        peer.now = peer.now.plusMillis(5);
        for (int i = 0; i < 10; i++) {
            assertThat(peer.take(sender, resource(1), 0, List.of(good)))
                    .as("what is known costs nothing")
                    .containsExactly(StoreResult.KNOWN);
        }
        assertThat(peer.take(sender, resource(2), 0, List.of(bad))).containsExactly(StoreResult.SIGNATURE);
        assertThat(refusal(peer, sender, good)).isEqualTo(503);
    }

    private static int refusal(StoringPeer peer, Signer sender, HeldValue value) {
        RecordMessage.Store store = new RecordMessage.Store(
                Transaction.ABSENT, resource(1), 0, List.of(value.value()), List.of(value.certificate()));
        return peer.ask(sender, store) instanceof Response response
                ? response.status().code()
                : 0;
    }

    @Test
    void versionsThatAreRemembered() {
        SeenVersions seen = new SeenVersions(ca);
        HeldValue value = draft(1).by(bob);
        RecordContent content = value.content();
        Version version = Version.of(TestCa.OVERLAY, resource(1), content);
        for (int i = 0; i <= SeenVersions.MAX_REMEMBERED; i++) {
            seen.saw(resource(i), content, version, value.certificate());
        }

        assertThat(seen.newest(resource(0), content.kind(), content.key(), Draft.NOW))
                .isNull();
        assertThat(seen.newest(resource(1), content.kind(), content.key(), Draft.NOW))
                .isEqualTo(version);
        assertThat(seen.newest(resource(1), content.kind(), content.key(), content.end()))
                .isNull();
    }

    private static boolean put(RecordStore store, int number, String text, Signer by) {
        HeldValue value = draft(number).value(Bytes.utf8(text)).by(by);
        return store.put(resource(number), value);
    }

    private static Draft draft(int number) {
        return Draft.of(resource(number), Kind.NODE_DATA, RecordKey.single());
    }

    private static ResourceId resource(int number) {
        return SignedContent.resource(TestCa.OVERLAY, NodeId.of(586), number);
    }
}
