package io.pigw.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnansweredTest {

    private static final long T1 = 500;

    private final Unanswered unanswered = new Unanswered();
    private final List<Long> resent = new ArrayList<>();

    @Test
    void anAnsweredMessageIsNotResent() {
        unanswered.add(1, 0, 0, T1);
        unanswered.add(2, 0, 0, T1);
        unanswered.remove(1);

        resendAt(T1);

        assertThat(resent).containsExactly(2L);
        assertThat(unanswered.size()).isEqualTo(1);
    }

    @Test
    void pausesDoubleUpToEightTimesT1() {
        unanswered.add(1, 0, 0, T1);

        for (long now = 0; now <= 32 * T1; now += T1) {
            resendAt(now);
        }

        // after 1, then 2, 4, 8, 8 … T1: RFC 3261 §17.1.2.2
        assertThat(resent).hasSize(1 + 3 + 2);
    }

    @Test
    void aNumberWhosePlaceIsTakenHasNoRoomUntilTheOtherIsAnswered() {
        unanswered.add(1, 0, 0, T1);

        assertThat(unanswered.hasRoom(1 + Pace.MAX_UNANSWERED)).isFalse();
        assertThat(unanswered.contains(1 + Pace.MAX_UNANSWERED)).isFalse();

        unanswered.remove(1);
        assertThat(unanswered.hasRoom(1 + Pace.MAX_UNANSWERED)).isTrue();
    }

    @Test
    void foreignNumbersAreNotInIt() {
        assertThat(unanswered.contains(AnswerReader.FOREIGN)).isFalse();
        assertThat(unanswered.contains(0)).isFalse();
    }

    private void resendAt(long now) {
        unanswered.resendDue(now, T1, (number, _) -> resent.add(number));
    }
}
