package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class DeliveryEngineTest {

    private static final RetryPolicy RETRIES = new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(8));

    private final ManualTime time = new ManualTime();
    private final MemoryOutbox.Disk disk = new MemoryOutbox.Disk();
    private final MemoryOutbox outbox = new MemoryOutbox(disk, OutboxLimits.DEFAULTS, time.instant());
    private final List<Instant> attempts = new ArrayList<>();
    private final List<Entry> tried = new ArrayList<>();
    private final List<Fate> notices = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private final Deque<Consumer<Attempt>> open = new ArrayDeque<>();
    private final DeliveryEngine engine = engine(outbox, 2);
    private boolean reportDeliveries;

    @Test
    void aMessageThatWasTakenIsOver() {
        accept("a");

        answer(new Attempt.Delivered());
        time.advance(Duration.ofHours(1));

        assertThat(events).containsExactly("end DELIVERED");
        assertThat(attempts).hasSize(1);
        assertThat(outbox.pending()).isZero();
        assertThat(notices).isEmpty();
    }

    @Test
    void anEngineThatIsToEndSeesAttemptsToTheirEndAndBeginsNone() {
        accept("a");
        accept("b");
        accept("c");
        assertThat(engine.inFlight()).isEqualTo(2);

        engine.drain();
        answer(new Attempt.Delivered());
        answer(unfinished(false));
        time.advance(Duration.ofSeconds(30));

        assertThat(events).containsExactly("end DELIVERED", "retry");
        assertThat(engine.inFlight()).isZero();
        assertThat(attempts).hasSize(2);
        assertThat(outbox.pending()).isEqualTo(2);
    }

    @Test
    void attemptsFollowWithDoubledDelaysAndJitter() {
        accept("a");

        for (int i = 0; i < 4; i++) {
            answer(unfinished(false));
            time.advance(Duration.ofSeconds(12));
        }

        assertThat(attempts).hasSizeGreaterThanOrEqualTo(3);
        assertThat(attempts.get(1))
                .isBetween(attempts.get(0).plusMillis(800), attempts.get(0).plusMillis(1200));
    }

    @Test
    void theOtherSidesRetryAfterIsHeeded() {
        accept("a");

        answer(new Attempt.Unfinished(false, false, false, List.of(), Duration.ofSeconds(9), "503"));
        time.advance(Duration.ofMillis(8_999));
        assertThat(attempts).hasSize(1);
        time.advance(Duration.ofMillis(1));

        assertThat(attempts).hasSize(2);
    }

    @Test
    void atTheEndItsSenderIsToldOnce() {
        accept("a");

        failUntilTheEnd(false);

        assertThat(notices).containsExactly(Fate.UNREACHABLE);
        assertThat(events).endsWith("end EXPIRED", "notice");
        assertThat(attempts.getLast()).isBeforeOrEqualTo(attempts.getFirst().plus(Messages.LIFETIME));
        time.advance(Duration.ofHours(1));
        assertThat(notices).hasSize(1);
    }

    @Test
    void whatMayHaveArrivedIsNotCalledUnreachable() {
        accept("a");
        answer(unfinished(true));
        time.advance(Duration.ofSeconds(2));

        failUntilTheEnd(false);

        assertThat(notices).containsExactly(Fate.UNCONFIRMED);
    }

    @Test
    void aRefusalEndsItAtOnce() {
        accept("a");

        answer(new Attempt.Refused(false, "404"));

        assertThat(attempts).hasSize(1);
        assertThat(notices).containsExactly(Fate.UNREACHABLE);
        assertThat(events).containsExactly("end REFUSED", "notice");
    }

    @Test
    void aRefusalByWhoMayHaveItIsNotCalledUnreachable() {
        accept("a");

        answer(new Attempt.Refused(true, "603"));

        assertThat(notices).containsExactly(Fate.UNCONFIRMED);
        assertThat(events).containsExactly("end REFUSED", "notice");
    }

    @Test
    void thereIsNoNoticeAboutANotice() {
        outbox.accept(Messages.noticeToPeer("n", time.instant()));
        engine.pump();

        failUntilTheEnd(false);

        assertThat(notices).isEmpty();
        assertThat(events).endsWith("end EXPIRED");
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void withOneDeviceReachedTheOthersAreTriedOnAndNobodyIsToldOfThem() {
        accept("a");
        NodeId other = NodeId.of(1618);

        answer(new Attempt.Unfinished(false, false, true, List.of(other), Duration.ZERO, "one of two"));
        time.advance(Duration.ofSeconds(2));
        assertThat(tried.getLast().progress().devices()).containsExactly(other);
        failUntilTheEnd(false);

        assertThat(notices).isEmpty();
        assertThat(events).endsWith("end DELIVERED");
    }

    @Test
    void whoIsReachableAgainIsTriedAtOnce() {
        accept("a");
        answer(unfinished(false));
        engine.hurry("nobody");
        assertThat(attempts).hasSize(1);

        engine.hurry(tried.getFirst().payload().lane().recipient());

        assertThat(attempts).hasSize(2);
        assertThat(attempts.getLast()).isEqualTo(attempts.getFirst());
    }

    @Test
    void whatExpiresBehindAnExpiredMessageIsNotAttempted() {
        outbox.accept(Messages.toPeer("first", NodeId.of(586), time.instant()));
        outbox.accept(Messages.toPeer("second", NodeId.of(586), time.instant()));
        engine.pump();
        time.advance(Messages.LIFETIME);

        answer(unfinished(false));

        assertThat(attempts).hasSize(1);
        assertThat(notices).containsExactly(Fate.UNREACHABLE, Fate.UNREACHABLE);
        assertThat(events).filteredOn("end EXPIRED"::equals).hasSize(2);
    }

    @Test
    void aDeliveryIsReportedWhenTheFirstDeviceHasItAndNotAgain() {
        reportDeliveries = true;
        accept("a");
        answer(new Attempt.Unfinished(false, false, true, List.of(NodeId.of(1)), Duration.ZERO, "one of two"));
        assertThat(events).containsExactly("notice", "retry");
        time.advance(Duration.ofSeconds(2));

        answer(new Attempt.Delivered());

        assertThat(events).containsExactly("notice", "retry", "end DELIVERED");
    }

    @Test
    void noMoreThanTheGivenNumberAtATime() {
        accept("a");
        accept("b");
        accept("c");
        assertThat(attempts).hasSize(2);

        answer(new Attempt.Delivered());

        assertThat(attempts).hasSize(3);
    }

    @Test
    void anEndThatTheStoreDoesNotTakeIsWrittenLater() {
        accept("a");
        outbox.failNextCompletionOf(tried.getFirst().id());

        answer(new Attempt.Refused(false, "404"));
        assertThat(events).isEmpty();
        time.advance(DeliveryEngine.COMPLETION_RETRY);

        assertThat(events).containsExactly("end REFUSED", "notice");
        assertThat(attempts).hasSize(1);
    }

    @Test
    void afterARestartWhatWasUnderWayIsTriedAgain() {
        accept("a");
        engine.close();
        answer(new Attempt.Delivered());
        assertThat(events).isEmpty();

        restarted().pump();
        answer(new Attempt.Delivered());

        assertThat(attempts).hasSize(2);
        assertThat(events).containsExactly("end DELIVERED");
    }

    @Test
    void whatExpiredWhileNobodyRanIsTriedOnceMore() {
        accept("a");
        engine.close();
        open.clear();
        time.advance(Duration.ofDays(1));

        restarted().pump();
        assertThat(attempts).hasSize(2);
        answer(unfinished(false));

        assertThat(notices).containsExactly(Fate.UNCONFIRMED);
    }

    @Test
    void whatHadNotHadItsTurnWhenTheProcessEndedIsCalledUnreachable() {
        outbox.accept(Messages.toPeer("first", NodeId.of(586), time.instant()));
        outbox.accept(Messages.toPeer("second", NodeId.of(586), time.instant()));
        engine.pump();
        engine.close();
        open.clear();
        time.advance(Duration.ofDays(1));

        restarted().pump();
        answer(unfinished(false));

        assertThat(notices).containsExactly(Fate.UNCONFIRMED, Fate.UNREACHABLE);
    }

    @Test
    void whatWasHurriedBeforeItsTimeWhenTheProcessEndedIsNotCalledUnreachable() {
        accept("a");
        answer(unfinished(false));
        engine.hurry(tried.getFirst().payload().lane().recipient());
        engine.close();
        open.clear();

        restarted().pump();
        failUntilTheEnd(false);

        assertThat(notices).containsExactly(Fate.UNCONFIRMED);
    }

    @Test
    void aClockThatIsSetBackDelaysNoAttempt() {
        accept("a");
        answer(unfinished(false));

        time.setBack(Duration.ofMinutes(5));
        time.advance(Duration.ofSeconds(2));

        assertThat(attempts).hasSize(2);
    }

    @Test
    void aClockThatWasSetBackWhileNobodyRanDelaysNoAttempt() {
        accept("a");
        answer(unfinished(false));
        engine.close();
        time.setBack(Duration.ofMinutes(5));

        restarted().pump();

        assertThat(attempts).hasSize(2);
    }

    private DeliveryEngine restarted() {
        return engine(new MemoryOutbox(disk, OutboxLimits.DEFAULTS, time.instant()), 2);
    }

    private void accept(String name) {
        outbox.accept(Messages.toPeer(name, time.instant()));
        engine.pump();
    }

    private void answer(Attempt attempt) {
        open.remove().accept(attempt);
    }

    private void failUntilTheEnd(boolean uncertain) {
        for (int guard = 0; guard < 1_000 && events.stream().noneMatch(event -> event.startsWith("end")); guard++) {
            if (open.isEmpty()) {
                time.advance(Duration.ofMillis(100));
            } else {
                answer(unfinished(uncertain));
            }
        }
    }

    private static Attempt unfinished(boolean mayHaveArrived) {
        return new Attempt.Unfinished(mayHaveArrived, mayHaveArrived, false, List.of(), Duration.ZERO, "test");
    }

    private DeliveryEngine engine(Outbox over, int maxInFlight) {
        Carrier carrier = (lease, then) -> {
            attempts.add(time.instant());
            tried.add(lease.entry());
            open.add(then);
        };
        ReportWriter writer = (entry, fate, now) -> {
            if (fate == Fate.DELIVERED && !reportDeliveries) {
                return Optional.empty();
            }
            notices.add(fate);
            return Optional.of(Messages.noticeToIms("n", entry.draft().key(), now));
        };
        DeliveryListener listener = new DeliveryListener() {
            @Override
            public void onRetry(Entry entry) {
                events.add("retry");
            }

            @Override
            public void onEnd(Entry entry, Ending ending, Duration sinceAcceptance) {
                events.add("end " + ending);
            }

            @Override
            public void onReport(Entry report, Fate fate) {
                events.add("notice");
            }
        };
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        var timing = new DeliveryEngine.Timing(time, time, random);
        return new DeliveryEngine(Direction.TO_PEER, over, carrier, writer, RETRIES, maxInFlight, timing, listener);
    }
}
