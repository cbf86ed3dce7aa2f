package io.pigw.overlay.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many people one may write to within an hour. */
class DistinctRecipientsTest {

    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    @Test
    void letsAsManyThroughAsItSaysAndNoMore() {
        DistinctRecipients limit = limit(3);
        for (int i = 0; i < 3; i++) {
            assertThat(write(limit, "eve", "user" + i, START)).isTrue();
        }

        assertThat(write(limit, "eve", "user3", START)).as("a fourth").isFalse();
        assertThat(write(limit, "eve", "user1", START)).as("a conversation").isTrue();
        assertThat(write(limit, "alice", "user3", START)).as("somebody else").isTrue();
    }

    @Test
    void asksNothingOfTheOneWhoHasNotWritten() {
        DistinctRecipients limit = limit(1);

        assertThat(limit.admits("alice", "bob", START)).isTrue();
        assertThat(limit.admits("alice", "carol", START))
                .as("admitting takes no room")
                .isTrue();
        assertThat(limit.size()).isZero();
    }

    @Test
    void letsNewOnesThroughWhenTheOldestAreForgotten() {
        DistinctRecipients limit = limit(2);
        Instant first = START.plus(Duration.ofMinutes(29));
        write(limit, "eve", "a", first);
        write(limit, "eve", "b", START.plus(Duration.ofMinutes(31)));

        Duration wait = limit.retryAfter("eve", first);

        assertThat(wait).isEqualTo(Duration.ofMinutes(61));
        Instant over = first.plus(wait);
        assertThat(write(limit, "eve", "c", over.minusSeconds(1))).isFalse();
        assertThat(write(limit, "eve", "c", over)).isTrue();
        assertThat(write(limit, "eve", "d", over)).as("b is remembered").isFalse();
    }

    /** However a sender spreads its messages: the limit holds in the hour before each of them. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void holdsInAnyHour(long seed) {
        Random random = new Random(seed);
        int most = 1 + random.nextInt(20);
        DistinctRecipients limit = limit(most);
        record Sent(Instant at, String to) {}
        Deque<Sent> lastHour = new ArrayDeque<>();
        Instant now = START.plusSeconds(random.nextInt(3_600));
        int fullest = 0;
        for (int i = 0; i < 20_000; i++) {
            now = now.plusMillis(random.nextInt(4) == 0 ? random.nextInt(600_000) : random.nextInt(1_000));
            String to = "user" + random.nextInt(most * 4);
            if (!write(limit, "eve", to, now)) {
                continue;
            }
            lastHour.addLast(new Sent(now, to));
            Instant hourAgo = now.minus(Duration.ofHours(1));
            while (lastHour.getFirst().at().isBefore(hourAgo)) {
                lastHour.removeFirst();
            }
            Set<String> distinct = new HashSet<>();
            lastHour.forEach(sent -> distinct.add(sent.to()));
            assertThat(distinct).as("seed %d, message %d", seed, i).hasSizeLessThanOrEqualTo(most);
            fullest = Math.max(fullest, distinct.size());
        }
        assertThat(fullest).as("all of it can be used").isEqualTo(most);
    }

    @Test
    void isForgottenByNobodyWhoBringsManyNames() {
        DistinctRecipients limit = new DistinctRecipients(3, new Random(1), 10, 1_000);
        for (int i = 0; i < 3; i++) {
            write(limit, "eve", "user" + i, START);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(write(limit, "name" + i, "a", START)).isTrue();
        }

        assertThat(write(limit, "eve", "user3", START)).isFalse();
        assertThat(limit.size()).isEqualTo(3 + 9);
    }

    @Test
    void forgetsTheFewestFirstAndAmongThemTheOneSilentLongest() {
        DistinctRecipients limit = new DistinctRecipients(2, new Random(1), 3, 1_000);
        write(limit, "two", "a", START);
        write(limit, "two", "b", START);
        write(limit, "old", "a", START);
        write(limit, "young", "a", START);
        write(limit, "old", "a", START);

        write(limit, "new", "a", START);

        assertThat(limit.size()).isEqualTo(4);
        assertThat(write(limit, "old", "b", START)).isTrue();
        assertThat(limit.admits("old", "c", START))
                .as("it was remembered: that was its second")
                .isFalse();
        assertThat(limit.admits("two", "c", START)).isFalse();
    }

    @Test
    void staysWithinItsRoomForRecipients() {
        DistinctRecipients limit = new DistinctRecipients(10, new Random(1), 1_000, 50);
        for (int i = 0; i < 10; i++) {
            write(limit, "eve", "user" + i, START);
        }
        for (int i = 0; i < 500; i++) {
            write(limit, "name" + i / 2, "user" + i, START);
            assertThat(limit.size()).isLessThanOrEqualTo(50);
        }
        assertThat(limit.admits("eve", "another", START)).isFalse();
    }

    @Test
    void keepsNothingOfASilentHourAndAHalf() {
        DistinctRecipients limit = limit(5);
        for (int i = 0; i < 100; i++) {
            write(limit, "name" + i, "a", START);
        }

        write(limit, "alice", "bob", START.plus(Duration.ofMinutes(90)));

        assertThat(limit.size()).isEqualTo(1);
    }

    @Test
    void outlivesAClockThatIsSetBack() {
        DistinctRecipients limit = limit(1);
        write(limit, "eve", "a", START);

        assertThat(write(limit, "eve", "b", START.minusSeconds(10)))
                .as("by a little: nothing is forgotten")
                .isFalse();
        assertThat(write(limit, "eve", "b", START.minus(Duration.ofDays(1))))
                .as("by a day: nobody waits that long")
                .isTrue();
    }

    @Test
    void limitsNothingWhereTheLimitIsZero() {
        DistinctRecipients limit = limit(0);
        for (int i = 0; i < 1_000; i++) {
            assertThat(write(limit, "eve", "user" + i, START)).isTrue();
        }
        assertThat(limit.size()).isZero();
    }

    @Test
    void takesLimitsOfItsRangeAlone() {
        assertThat(DistinctRecipients.check(DistinctRecipients.MAX_LIMIT)).isEqualTo(10_000);
        assertThatIllegalArgumentException().isThrownBy(() -> limit(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> limit(10_001));
    }

    @Test
    void letsNoMoreThroughFromSeveralThreads() throws InterruptedException {
        DistinctRecipients limit = limit(50);
        AtomicInteger written = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(4);
        for (int thread = 0; thread < 4; thread++) {
            int number = thread;
            Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200; i++) {
                    if (write(limit, "eve", number + "-" + i, START)) {
                        written.incrementAndGet();
                    }
                }
                done.countDown();
            });
        }
        done.await();

        assertThat(written).hasValue(50);
    }

    private static DistinctRecipients limit(int most) {
        return new DistinctRecipients(most, new Random(1));
    }

    private static boolean write(DistinctRecipients limit, String sender, String recipient, Instant now) {
        return limit.admits(sender, recipient, now) && limit.record(sender, recipient, now);
    }
}
