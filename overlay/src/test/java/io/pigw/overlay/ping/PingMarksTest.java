package io.pigw.overlay.ping;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PingMarksTest {

    private static final NodeId CSP = NodeId.of(512);
    private static final NodeId OTHER = NodeId.of(1536);
    private static final Duration TOLERANCE = Duration.ofMinutes(10);
    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final FakeMarkStore store = new FakeMarkStore();
    private final List<Boolean> told = new ArrayList<>();
    private Instant now = NOON;
    private PingMarks marks = started();

    @Test
    void nothingOfAnUnknownCspCameBeforeTheStart() {
        assertThat(marks.isBeforeStart(CSP, NOON.minus(TOLERANCE))).isFalse();
    }

    @Test
    void nothingIsTakenBeforeItsMarkIsOnDisk() {
        // When
        boolean atOnce = marks.take(CSP, NOON);
        marks.hold(CSP, NOON, told::add);

        // Then
        assertThat(atOnce).isFalse();
        assertThat(told).isEmpty();
        store.done();
        assertThat(told).containsExactly(true);
        assertThat(store.onDisk).containsEntry(CSP, NOON.plus(PingMarks.AHEAD));
        assertThat(marks.take(CSP, NOON)).isTrue();
    }

    @Test
    void whatMayHaveBeenTakenIsBeforeTheNextStart() {
        // Given
        taken(CSP, NOON);

        // When: it crashes
        marks = started();

        // Then
        Instant mark = NOON.plus(PingMarks.AHEAD);
        assertThat(marks.isBeforeStart(CSP, NOON)).isTrue();
        assertThat(marks.isBeforeStart(CSP, mark)).isTrue();
        assertThat(marks.isBeforeStart(CSP, mark.plusMillis(1))).isFalse();
        assertThat(marks.isBeforeStart(OTHER, NOON)).isFalse();
    }

    @Test
    void aMarkIsMovedBeforeItIsUsedUp() {
        // Given
        taken(CSP, NOON);

        // When
        boolean within = marks.take(CSP, NOON.plus(PingMarks.AHEAD.dividedBy(2)));
        int before = store.underWay();
        boolean halfway =
                marks.take(CSP, NOON.plus(PingMarks.AHEAD.dividedBy(2)).plusMillis(1));

        // Then
        assertThat(within).isTrue();
        assertThat(before).isZero();
        assertThat(halfway).as("nobody waits for it").isTrue();
        assertThat(store.underWay()).isEqualTo(1);
        store.done();
        assertThat(marks.take(CSP, NOON.plus(PingMarks.AHEAD).plusMillis(1))).isTrue();
    }

    @Test
    void oneWriteMovesAllThatNeedIt() {
        // Given
        taken(CSP, NOON);
        taken(OTHER, NOON);
        Instant later = NOON.plus(PingMarks.AHEAD).minusMillis(1);

        // When
        marks.take(CSP, later);
        marks.take(OTHER, later);
        store.done();
        marks.hold(CSP, later.plus(PingMarks.AHEAD.multipliedBy(2)), told::add);

        // Then
        assertThat(store.allDone()).containsExactlyInAnyOrder(CSP, OTHER);
    }

    @Test
    void whatComesWhileAWriteIsUnderWayHasTheNext() {
        // Given
        marks.hold(CSP, NOON, told::add);

        // When
        marks.hold(CSP, NOON.plusSeconds(60), told::add);

        // Then
        assertThat(store.underWay()).isEqualTo(1);
        store.done();
        assertThat(told).hasSize(1);
        store.done();
        assertThat(told).containsExactly(true, true);
        assertThat(marks.take(CSP, NOON.plusSeconds(60))).isTrue();
    }

    @Test
    void whatCannotBeWrittenIsNotTaken() {
        // Given
        marks.hold(CSP, NOON, told::add);

        // When
        store.fail();

        // Then
        assertThat(told).containsExactly(false);
        assertThat(marks.take(CSP, NOON)).isFalse();
        assertThat(marks.hold(CSP, NOON, told::add)).as("it is tried again").isTrue();
        store.done();
        assertThat(told).containsExactly(false, true);
    }

    @Test
    void onlySoManyWait() {
        // Given
        for (int i = 0; i < PingMarks.MAX_HELD; i++) {
            marks.hold(CSP, NOON, told::add);
        }

        // When
        boolean oneMore = marks.hold(CSP, NOON, told::add);

        // Then
        assertThat(oneMore).isFalse();
        store.allDone();
        assertThat(told).hasSize(PingMarks.MAX_HELD).doesNotContain(false);
        assertThat(marks.hold(CSP, NOON.plusSeconds(60), told::add)).isTrue();
    }

    @Test
    void afterAnOrderlyEndOnlyWhatWasTakenIsBeforeTheStart() {
        // Given
        taken(CSP, NOON);
        marks.take(CSP, NOON.plusSeconds(1));

        // When
        marks.close();
        store.allDone();

        // Then
        assertThat(marks.take(CSP, NOON.plusSeconds(1)))
                .as("it takes nothing more")
                .isFalse();
        assertThat(marks.hold(CSP, NOON.plusSeconds(1), told::add)).isFalse();
        marks = started();
        assertThat(marks.isBeforeStart(CSP, NOON.plusSeconds(1))).isTrue();
        assertThat(marks.isBeforeStart(CSP, NOON.plusSeconds(1).plusMillis(1))).isFalse();
    }

    @Test
    void theEndComesOnDiskAfterWhatIsUnderWay() {
        // Given
        taken(CSP, NOON);
        marks.hold(CSP, NOON.plusSeconds(60), told::add);
        marks.hold(CSP, NOON.plusSeconds(61), told::add);

        // When
        marks.close();
        store.allDone();

        // Then
        assertThat(told).as("is not taken any more").containsExactly(true, false, false);
        assertThat(store.onDisk).containsEntry(CSP, NOON.plusSeconds(61));
    }

    @Test
    void aMarkOutlivesAStartInWhichNothingCame() {
        // Given
        taken(CSP, NOON);
        marks = started();

        // When
        marks.close();
        store.allDone();
        marks = started();

        // Then
        assertThat(marks.isBeforeStart(CSP, NOON)).isTrue();
    }

    @Test
    void withoutRoomTheOldOnesGoAndNoneThatMatters() {
        // Given
        for (int id = 0; id < PingMarks.MAX_SIGNERS; id++) {
            taken(NodeId.of(10_000 + id), NOON);
        }

        // When
        now = NOON.plus(TOLERANCE).plus(PingOptions.LIFETIME);
        boolean inTime = marks.hold(CSP, now, told::add);
        now = now.plus(PingMarks.AHEAD).plusMillis(1);
        boolean outOfTime = marks.hold(CSP, now, told::add);
        store.allDone();

        // Then
        assertThat(inTime).isFalse();
        assertThat(outOfTime).isTrue();
        assertThat(store.onDisk).containsOnlyKeys(CSP);
    }

    private void taken(NodeId csp, Instant signed) {
        marks.hold(csp, signed, told::add);
        store.allDone();
        assertThat(marks.take(csp, signed)).isTrue();
    }

    private PingMarks started() {
        return new PingMarks(store, TOLERANCE, () -> now);
    }
}
