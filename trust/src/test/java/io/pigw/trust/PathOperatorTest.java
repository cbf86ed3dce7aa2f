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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathOperatorTest {

    private static final Opinion CERTAIN = new Opinion(1, 0, 0, .5);
    private static final List<Opinion> PATH =
            List.of(new Evidence(8, 0).opinion(.5), new Evidence(18, 1).opinion(.5), new Evidence(8, 0).opinion(.5));

    @Test
    void aPathFavoursUncertainty() {
        Opinion path = PathOperator.UNCERTAINTY_FAVOURING.along(PATH);

        assertClose(path, .548571, 0, .451429, 5e-7);
        assertThat(path.expectation()).isCloseTo(.774286, within(5e-7));
    }

    @Test
    void aPathOfEdgesKeepsTheirExpectations() {
        Opinion path = PathOperator.MULTI_EDGE.along(PATH);

        assertClose(path, .651429, 0, .348571, 5e-7);
        assertThat(path.expectation()).isCloseTo(.825714, within(5e-7));
    }

    @Test
    void edgesCountWithTheirOwnBaseRates() {
        Opinion path = PathOperator.MULTI_EDGE.along(List.of(
                new Opinion(.53, .227, .243, 1), new Opinion(.6, .3, .1, 0), new Opinion(.091, .604, .305, .4)));

        assertClose(path, .0422058, .2801352, .677659, 5e-8);
        assertThat(path.baseRate()).isEqualTo(.4);
    }

    @Test
    void theEnemyOfAnEnemyIsAFriend() {
        Opinion path =
                PathOperator.OPPOSITE_BELIEF.along(List.of(Opinions.of(.6, .3, .1), Opinions.of(.091, .604, .305)));

        assertClose(path, .2358, .3897, .3745, 5e-9);
    }

    @ParameterizedTest
    @EnumSource(PathOperator.class)
    void aPathOfOneLinkIsThatLink(PathOperator operator) {
        Opinion link = new Opinion(.2, .3, .5, .1);

        assertSame(operator.along(List.of(link)), link);
    }

    @ParameterizedTest
    @EnumSource(PathOperator.class)
    void aPathWithoutLinksIsNone(PathOperator operator) {
        assertThatIllegalArgumentException().isThrownBy(() -> operator.along(List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void discountingIsAssociative(long seed) {
        Random random = new Random(seed);
        for (PathOperator operator : List.of(PathOperator.UNCERTAINTY_FAVOURING, PathOperator.OPPOSITE_BELIEF)) {
            for (int i = 0; i < 2_000; i++) {
                List<Opinion> abc = Opinions.random(random, 3);

                Opinion left = operator.along(List.of(operator.along(abc.subList(0, 2)), abc.getLast()));
                Opinion right = operator.along(List.of(abc.getFirst(), operator.along(abc.subList(1, 3))));

                assertSame(left, right);
                assertSame(operator.along(abc), left);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void fullBeliefInFrontChangesNothingAndPathsStayInBounds(long seed) {
        Random random = new Random(seed);
        for (PathOperator operator : PathOperator.values()) {
            for (int i = 0; i < 500; i++) {
                List<Opinion> links = Opinions.random(random, 1 + random.nextInt(32));
                Opinion path = operator.along(links);

                assertSame(operator.along(List.of(CERTAIN, path)), path);
                assertThat(path.expectation()).isBetween(0.0, 1.0);
                assertThat(path.baseRate()).isEqualTo(links.getLast().baseRate());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void nobodyIsBelievedMoreThroughAnotherThanDirectly(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            Opinion first = Opinions.random(random);
            Opinion second = Opinions.random(random);

            Opinion path = PathOperator.UNCERTAINTY_FAVOURING.along(List.of(first, second));

            assertThat(path.belief()).isLessThanOrEqualTo(Math.min(first.belief(), second.belief()));
            assertThat(path.uncertainty()).isGreaterThanOrEqualTo(second.uncertainty() - Opinion.TOLERANCE);
        }
    }
}
