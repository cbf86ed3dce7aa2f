package io.pigw.trust;

import static io.pigw.trust.Opinions.assertClose;
import static io.pigw.trust.Opinions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FusionTest {

    @Test
    void observersOfDifferentThingsAddUp() {
        assertClose(Fusion.cumulative(Opinions.of(.4, 0, .6), Opinions.of(.7, 0, .3)), .75, 0, .25, 1e-12);
    }

    @Test
    void baseRatesAreWeighedByCertainty() {
        Opinion fused = Fusion.cumulative(new Opinion(.6, .3, .1, 0), new Opinion(.091, .604, .305, .4));

        assertClose(fused, .5129506, .4056075, .0814419, 5e-8);
        assertThat(fused.baseRate()).isCloseTo(.0808140, within(5e-8));
    }

    @Test
    void observersOfTheSameThingAreAveraged() {
        Opinion fused =
                Fusion.weighted(List.of(Opinions.of(.1, .3, .6), Opinions.of(.4, .2, .4), Opinions.of(.7, .1, .2)));

        assertClose(fused, .562, .146, .292, 5e-4);
        assertThat(fused.baseRate()).isCloseTo(.5, within(1e-12));
    }

    @Test
    void thoseWithoutDoubtAreEquals() {
        Opinion yes = new Opinion(1, 0, 0, .2);
        Opinion no = new Opinion(0, 1, 0, .4);

        assertClose(Fusion.cumulative(yes, no), .5, .5, 0, 1e-12);
        assertClose(Fusion.weighted(List.of(yes, no, Opinions.of(.1, .1, .8))), .5, .5, 0, 1e-12);
        assertThat(Fusion.weighted(List.of(yes, no)).baseRate()).isCloseTo(.3, within(1e-12));
    }

    @Test
    void nothingButDoubtStaysDoubt() {
        Opinion fused = Fusion.weighted(List.of(Opinion.vacuous(.2), Opinion.vacuous(.4)));

        assertSame(fused, Opinion.vacuous(.3));
        assertSame(Fusion.cumulative(Opinion.vacuous(.2), Opinion.vacuous(.4)), Opinion.vacuous(.3));
        assertThatIllegalArgumentException().isThrownBy(() -> Fusion.weighted(List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void fusionIsCommutativeAndADoubterChangesNothing(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Opinion first = Opinions.random(random);
            Opinion second = Opinions.random(random);
            Opinion doubter = Opinion.vacuous(random.nextDouble());

            assertSame(Fusion.cumulative(first, second), Fusion.cumulative(second, first));
            assertSame(Fusion.weighted(List.of(first, second)), Fusion.weighted(List.of(second, first)));
            assertClose(
                    Fusion.cumulative(first, doubter),
                    first.belief(),
                    first.disbelief(),
                    first.uncertainty(),
                    Opinion.TOLERANCE);
            assertClose(
                    Fusion.weighted(List.of(first, doubter)),
                    first.belief(),
                    first.disbelief(),
                    first.uncertainty(),
                    Opinion.TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void fusedEvidenceIsTheSumOfTheEvidence(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Evidence first = new Evidence(random.nextInt(100), random.nextInt(100));
            Evidence second = new Evidence(random.nextInt(100), random.nextInt(100));

            Opinion fused = Fusion.cumulative(first.opinion(.5), second.opinion(.5));

            assertSame(fused, first.plus(second).opinion(.5));
            assertThat(fused.baseRate()).isEqualTo(.5);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void anAverageOfOneOpinionIsThatOpinionAndAveragesStayInBounds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            List<Opinion> opinions = Opinions.random(random, 1 + random.nextInt(20));
            Opinion only = opinions.getFirst();

            Opinion same = Fusion.weighted(List.of(only, only, only));

            assertClose(same, only.belief(), only.disbelief(), only.uncertainty(), Opinion.TOLERANCE);
            assertThat(Fusion.weighted(opinions).expectation()).isBetween(0.0, 1.0);
        }
    }
}
