package io.pigw.overlay.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.RecordKey;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWriterTest {

    private static final NodeId BOB = NodeId.of(586);
    private static final ResourceId RESOURCE = SignedContent.resource(TestCa.OVERLAY, BOB, 1);

    @ParameterizedTest
    @ValueSource(ints = {1, 30})
    void whatIsWrittenSupersedesWhatWasWrittenBefore(int daysLeft) {
        TestCa ca = new TestCa();
        Instant notAfter = Draft.NOW.plus(Duration.ofDays(daysLeft));
        Signer bob = ca.issue(586, TestCa.OVERLAY, Role.PEER, notAfter, "bob");
        StoringPeer peer = new StoringPeer(ca, 512);
        RecordWriter writer = peer.writer(ca, bob);

        for (int millis : new int[] {999, 1_000, 1_000, 1_500, 3_900, 4_100, 4_101}) {
            peer.now = Draft.NOW.plusMillis(millis);
            HeldValue value = writer.value(RESOURCE, Kind.NODE_DATA, RecordKey.single(), 0, null, Bytes.utf8("x"));

            assertThat(peer.take(RESOURCE, value)).as("at %d ms", millis).isEqualTo(StoreResult.STORED);
            assertThat(value.content().end()).isBeforeOrEqualTo(notAfter);
        }
        HeldValue tombstone = writer.tombstone(RESOURCE, Kind.NODE_DATA, RecordKey.single(), 0, null);
        assertThat(peer.take(RESOURCE, tombstone)).isEqualTo(StoreResult.STORED);
    }
}
