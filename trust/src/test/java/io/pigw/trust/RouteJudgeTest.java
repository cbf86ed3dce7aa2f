package io.pigw.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.RouteJudge.Judgement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RouteJudgeTest {

    private final Map<List<NodeId>, Opinion> known = new HashMap<>();
    private final LinkOpinions links =
            (observer, subject) -> known.getOrDefault(List.of(observer, subject), Opinion.vacuous(.5));
    private final RouteJudge judge = new RouteJudge(PathOperator.UNCERTAINTY_FAVOURING);

    @Test
    void theRouteThatIsTrustedMostWins() {
        saw(1, 2, 8, 0);
        saw(2, 9, 8, 0);
        saw(1, 3, 8, 0);
        saw(3, 9, 18, 1);

        Judgement judgement = judge.judge(List.of(route(1, 4, 9), route(1, 2, 9), route(1, 3, 9)), links);

        assertThat(judgement.chosen()).isEqualTo(2);
        assertThat(judgement.opinions().get(1).belief()).isEqualTo(.8 * .8);
        assertThat(judgement.expectations()).hasSize(3).allMatch(v -> v >= 0 && v <= 1);
    }

    @Test
    void aBadLinkAnywhereCostsTheRouteTheChoice() {
        for (int bad = 0; bad < 3; bad++) {
            known.clear();
            List<NodeId> suspect = route(1, 2, 3, 9);
            List<NodeId> good = route(1, 4, 5, 9);
            for (int i = 0; i < 3; i++) {
                known.put(suspect.subList(i, i + 2), new Evidence(5, i == bad ? 5 : 0).opinion(.5));
                known.put(good.subList(i, i + 2), new Evidence(5, 0).opinion(.5));
            }

            assertThat(judge.judge(List.of(suspect, good), links).chosen())
                    .as("bad link %d", bad)
                    .isEqualTo(1);
        }
    }

    @Test
    void amongEqualsTheShorterRouteWinsThenTheFirst() {
        assertThat(judge.judge(List.of(route(1, 2, 3, 9), route(1, 4, 9), route(1, 5, 9)), links)
                        .chosen())
                .isEqualTo(1);
    }

    @Test
    void roundingDecidesNothing() {
        saw(1, 2, 1, 0);
        saw(2, 3, 3, 0);
        saw(3, 9, 7, 0);
        saw(1, 4, 7, 0);
        saw(4, 5, 3, 0);
        saw(5, 9, 1, 0);

        List<NodeId> one = route(1, 2, 3, 9);
        List<NodeId> other = route(1, 4, 5, 9);

        assertThat(judge.judge(List.of(one, other), links).chosen()).isZero();
        assertThat(judge.judge(List.of(other, one), links).chosen()).isZero();
    }

    /** The paper, §5.2 and Figure 15; ω² adds up to .998 there, so what is missing counts as uncertainty. */
    @Test
    void ofThePapersTwoOpinionsTheFirstIsChosen() {
        known.put(route(1536, 1618), new Opinion(.264, .012, .724, .5));
        known.put(route(1540, 1618), new Opinion(.167, .005, .828, .5));

        assertThat(judge.judge(List.of(route(1536, 1618), route(1540, 1618)), links)
                        .chosen())
                .isZero();
        assertThat(judge.judge(List.of(route(1540, 1618), route(1536, 1618)), links)
                        .chosen())
                .isEqualTo(1);
    }

    @Test
    void whatIsNoRouteIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> judge.judge(List.of(), links));
        assertThatIllegalArgumentException().isThrownBy(() -> judge.judge(List.of(route(1)), links));
    }

    private void saw(long observer, long subject, double good, double bad) {
        known.put(route(observer, subject), new Evidence(good, bad).opinion(.5));
    }

    private static List<NodeId> route(long... ids) {
        return LongStream.of(ids).mapToObj(NodeId::of).toList();
    }
}
