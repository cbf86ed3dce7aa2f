package io.pigw.p2psip.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.codec.Limits;
import io.pigw.p2psip.message.RecordMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ranges from both sides, and what the types say of each other. */
class RecordTypesTest {

    private static final Instant NOW = Instant.parse("2010-11-13T23:29:15.250Z");
    private static final Author AUTHOR = new Author(user("bob"), NodeId.of(586), Bytes.copyOf(new byte[32]));

    @Test
    void aResourceHasItsPlaceInEachRing() {
        byte[] hash = new byte[32];
        hash[14] = 0x0f;
        hash[15] = (byte) 0xff;
        hash[0] = (byte) 0x80;
        ResourceId resource = new ResourceId(Bytes.copyOf(hash));

        assertThat(resource.placeIn(new Ring(11))).isEqualTo(NodeId.of(0x7ff));
        assertThat(resource.placeIn(new Ring(128))).isEqualTo(new NodeId(Long.MIN_VALUE, 0xfff));
        assertThat(resource.placeIn(new Ring(64))).isEqualTo(NodeId.of(0xfff));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResourceId(Bytes.copyOf(new byte[31])));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void allOfAKindFitsOneMessage(Kind kind) {
        int overhead = 90 + RecordKey.Name.MAX_BYTES + 256 + StoredValue.MAX_SIGNATURE_BYTES;
        int certificate = 3 + 3_000;
        int values = kind.maxValues() * (overhead + kind.maxValueBytes() + certificate);
        int list = kind.isGrantable() ? overhead + Kind.ACCESS_LIST.maxValueBytes() + certificate : 0;

        assertThat(values + list).isLessThanOrEqualTo(Limits.DEFAULTS.maxBodyBytes());
        assertThat(kind.maxValues() + 1).isLessThanOrEqualTo(RecordMessage.MAX_VALUES);
        assertThat(kind.maxValueBytes()).isLessThanOrEqualTo(RecordContent.MAX_VALUE_BYTES);
        assertThat(kind.maxLifetime().toSeconds()).isLessThanOrEqualTo(RecordContent.MAX_LIFETIME_SECONDS);
        assertThat(Kind.find(kind.number())).contains(kind);
    }

    @Test
    void aContentIsWithinItsRanges() {
        Bytes largest = Bytes.copyOf(new byte[16 * 1024]);

        assertThat(content(1, 0, NOW, 1, true, largest)).isNotNull();
        assertThat(content(65_535, Long.MAX_VALUE, NOW, 366 * 86_400, false, Bytes.EMPTY))
                .isNotNull();
        assertThat(content(1, 0, NOW.plusNanos(999_999), 1, true, largest).storageTime())
                .isEqualTo(NOW);
        for (Runnable bad : List.<Runnable>of(
                () -> content(0, 0, NOW, 1, true, largest),
                () -> content(65_536, 0, NOW, 1, true, largest),
                () -> content(1, -1, NOW, 1, true, largest),
                () -> content(1, 0, Instant.EPOCH.minusMillis(1), 1, true, largest),
                () -> content(1, 0, RecordContent.MAX_STORAGE_TIME.plusMillis(1), 1, true, largest),
                () -> content(1, 0, NOW, 0, true, largest),
                () -> content(1, 0, NOW, 366 * 86_400 + 1, true, largest),
                () -> content(1, 0, NOW, 1, true, Bytes.copyOf(new byte[16 * 1024 + 1])),
                () -> content(1, 0, NOW, 1, false, Bytes.utf8("x")),
                () -> new RecordKey.Index(-1),
                () -> new RecordKey.Index(65_536),
                () -> new RecordKey.Name(Bytes.EMPTY),
                () -> new RecordKey.Name(Bytes.copyOf(new byte[65])),
                () -> new Author(null, NodeId.of(1), Bytes.copyOf(new byte[33])),
                () -> stored(0),
                () -> stored(257))) {
            assertThatIllegalArgumentException().isThrownBy(bad::run);
        }
        assertThat(stored(256)).isNotNull();
    }

    @Test
    void newerIsByGenerationAndThenByTime() {
        RecordContent held = content(1, 7, NOW, 60, true, Bytes.EMPTY);

        assertThat(content(1, 7, NOW.plusMillis(1), 60, true, Bytes.EMPTY).isNewerThan(held))
                .isTrue();
        assertThat(content(1, 8, NOW.minusSeconds(9), 60, true, Bytes.EMPTY).isNewerThan(held))
                .isTrue();
        assertThat(content(1, 7, NOW, 90, true, Bytes.EMPTY).isNewerThan(held)).isFalse();
        assertThat(content(1, 6, NOW.plusSeconds(9), 60, true, Bytes.EMPTY).isNewerThan(held))
                .isFalse();
    }

    @Test
    void anAccessListIsReadAsItWasWritten() {
        AccessList list = new AccessList(List.of(
                new AccessList.Grant(user("carol"), EnumSet.of(Right.READ, Right.MODIFY)),
                new AccessList.Grant(user("dörte"), EnumSet.of(Right.DELETE))));

        AccessList read = AccessList.parse(list.toBytes());

        assertThat(read).isEqualTo(list);
        assertThat(read.grants(user("carol"), Right.MODIFY)).isTrue();
        assertThat(read.grants(user("carol"), Right.DELETE)).isFalse();
        assertThat(read.grants(user("eve"), Right.READ)).isFalse();
        assertThat(AccessList.parse(AccessList.NOBODY.toBytes())).isEqualTo(AccessList.NOBODY);
    }

    @Test
    void anAccessListHasAtMost64GrantsIn8KiB() {
        assertThat(AccessList.parse(list(64, 8).toBytes()).grants()).hasSize(64);
        assertThatIllegalArgumentException().isThrownBy(() -> list(65, 8));
        assertThat(list(64, 125).toBytes().size()).isEqualTo(8 * 1024);
        assertThatIllegalArgumentException().isThrownBy(() -> list(64, 126));
        assertThatIllegalArgumentException().isThrownBy(() -> new AccessList(Collections.nCopies(2, grant("carol"))));
    }

    @Test
    void whatIsNoAccessListIsRefused() {
        byte[] good = list(2, 8).toBytes().toArray();

        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            if (length != good.length / 2) {
                assertThatIllegalArgumentException().isThrownBy(() -> AccessList.parse(Bytes.copyOf(cut)));
            }
        }
        for (int rights : new int[] {0, 8, 255}) {
            byte[] bad = good.clone();
            bad[0] = (byte) rights;
            assertThatIllegalArgumentException().isThrownBy(() -> AccessList.parse(Bytes.copyOf(bad)));
        }
    }

    @Test
    void aResultThatIsNotKnownIsARefusal() {
        for (StoreResult result : StoreResult.values()) {
            assertThat(StoreResult.of(result.wire())).isEqualTo(result);
        }
        assertThat(StoreResult.of("of-a-later-release")).isEqualTo(StoreResult.REFUSED);
        assertThat(StoreResult.ENDS_EARLIER.wire()).isEqualTo("ends-earlier");
    }

    private static AccessList list(int grants, int nameLength) {
        List<AccessList.Grant> all = new ArrayList<>();
        IntStream.range(0, grants)
                .forEach(i -> all.add(grant("%03d".formatted(i) + "x".repeat(nameLength - 3 - "@a".length()))));
        return new AccessList(all);
    }

    private static AccessList.Grant grant(String name) {
        return new AccessList.Grant(user(name), EnumSet.of(Right.READ));
    }

    private static RecordContent content(
            int kind, long generation, Instant time, int lifetimeSeconds, boolean exists, Bytes value) {
        return new RecordContent(kind, RecordKey.single(), generation, time, lifetimeSeconds, exists, value, AUTHOR);
    }

    private static StoredValue stored(int signatureBytes) {
        return new StoredValue(content(1, 0, NOW, 1, true, Bytes.EMPTY), Bytes.copyOf(new byte[signatureBytes]));
    }

    private static Party.User user(String name) {
        return new Party.User(name, "a");
    }
}
