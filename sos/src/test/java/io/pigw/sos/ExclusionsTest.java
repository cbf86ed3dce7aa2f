package io.pigw.sos;

import static io.pigw.sos.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.Sentence;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.trust.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ExclusionsTest implements Scheduler {

    private static final Duration TERM = Duration.ofDays(1);

    private final Metrics metrics = new Metrics();
    private final List<ExclusionProposal> proposed = new ArrayList<>();
    private final ArrayDeque<CompletableFuture<ExclusionAnswer>> open = new ArrayDeque<>();
    private final List<Long> answered = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();
    private Instant now = NOON;
    private final Exclusions exclusions = new Exclusions(
            proposal -> {
                proposed.add(proposal);
                CompletableFuture<ExclusionAnswer> answer = new CompletableFuture<>();
                open.add(answer);
                return answer;
            },
            sentence -> answered.add(Long.parseLong(sentence.condemned().node().toString())),
            TERM,
            () -> now,
            Runnable::run,
            this,
            metrics);

    @Test
    void oneIsProposedAfterTheOther() {
        exclusions.propose(sentence(1));
        exclusions.propose(sentence(2));
        assertThat(proposed)
                .containsExactly(new ExclusionProposal(
                        NodeId.of(1),
                        ExclusionProposal.Grounds.AUDITS,
                        new ExclusionProposal.Evidence(1, 17, 4, 5),
                        "belief 0.050, disbelief 0.850, uncertainty 0.100"));

        answer(new ExclusionAnswer.Done());
        answer(new ExclusionAnswer.Already());

        assertThat(nodes()).containsExactly(1L, 2L);
        assertThat(count("excluded")).isEqualTo(1);
        assertThat(count("already")).isEqualTo(1);
        assertThat(later).isEmpty();
    }

    @Test
    void allWaitWhileNobodyIsExcluded() {
        exclusions.propose(sentence(1));
        exclusions.propose(sentence(2));

        answer(new ExclusionAnswer.Capped(Duration.ofMinutes(29)));
        exclusions.propose(sentence(3));

        assertThat(nodes()).containsExactly(1L);
        assertThat(pauses).containsExactly(Duration.ofMinutes(29));
        goOn();
        answer(new ExclusionAnswer.Done());
        answer(new ExclusionAnswer.Done());
        answer(new ExclusionAnswer.Recorded());
        assertThat(nodes()).containsExactly(1L, 2L, 1L, 3L);
        assertThat(count("capped")).isEqualTo(1);
        assertThat(count("recorded")).isEqualTo(1);
        assertThat(answered).containsExactly(2L, 1L, 3L);
    }

    @Test
    void pausesGrowUntilThereIsAnAnswer() {
        exclusions.propose(sentence(1));
        for (int i = 0; i < 9; i++) {
            answer(new ExclusionAnswer.Unreachable("nobody there"));
            goOn();
        }
        answer(new ExclusionAnswer.Done());
        exclusions.propose(sentence(2));
        answer(new ExclusionAnswer.Unreachable("nobody there"));

        assertThat(pauses.subList(0, 3))
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(40));
        assertThat(pauses.get(8)).isEqualTo(Exclusions.LONGEST_PAUSE);
        assertThat(pauses.getLast()).isEqualTo(Exclusions.FIRST_PAUSE);
        assertThat(count("unreachable")).isEqualTo(10);
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        exclusions.propose(sentence(1));

        answer(new ExclusionAnswer.Refused("there is no node 1", true));

        assertThat(exclusions.waiting()).isZero();
        assertThat(later).isEmpty();
        assertThat(count("refused")).isEqualTo(1);
        assertThat(answered).containsExactly(1L);
    }

    @Test
    void whatIsRefusedToThisServerMayBeProposedAgainByTheNext() {
        exclusions.propose(sentence(1));

        answer(new ExclusionAnswer.Refused("not in standing", false));

        assertThat(later).isEmpty();
        assertThat(count("refused")).isEqualTo(1);
        assertThat(answered).isEmpty();
    }

    @Test
    void whoIsCondemnedNoMoreIsNotProposed() {
        exclusions.propose(sentence(1));
        answer(new ExclusionAnswer.Capped(TERM));

        now = now.plus(TERM);
        goOn();

        assertThat(proposed).hasSize(1);
        assertThat(count("lapsed")).isEqualTo(1);
        exclusions.propose(sentence(2));
        assertThat(nodes()).containsExactly(1L, 2L);
    }

    @Test
    void noMoreWaitThanThereIsRoomFor() {
        for (int i = 0; i <= Exclusions.MAX_WAITING + 1; i++) {
            exclusions.propose(sentence(i));
        }

        assertThat(exclusions.waiting()).isEqualTo(Exclusions.MAX_WAITING);
        assertThat(count("dropped")).isEqualTo(1);
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        pauses.add(delay);
        later.add(task);
        return () -> {};
    }

    private void goOn() {
        later.remove().run();
    }

    private void answer(ExclusionAnswer answer) {
        open.remove().complete(answer);
    }

    private List<Long> nodes() {
        return proposed.stream()
                .map(proposal -> Long.parseLong(proposal.node().toString()))
                .toList();
    }

    private double count(String outcome) {
        return metrics.count("pigw_sos_exclusions_total", "outcome", outcome);
    }

    private Sentence sentence(long node) {
        Evidence evidence = new Evidence(1, 17);
        return new Sentence(
                new Condemned(NodeId.of(node), Condemned.Grounds.AUDITS, evidence.opinion(.5), evidence, 4, 5), now);
    }
}
