package io.pigw.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpinionTest {

    @Test
    void theExpectationSharesOutTheUncertaintyByTheBaseRate() {
        assertThat(new Opinion(0.2, 0.3, 0.5, 0.4).expectation()).isCloseTo(0.4, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "-0.1, 0.6, 0.5, 0.5", "0.5, 0.6, -0.1, 0.5", "0.6, -0.1, 0.5, 0.5", "0.5, 0.5, 0.5, 0.5", "0.2, 0.2, 0.2, 0.5",
        "0.5, 0.5, 0, 1.1", "0.5, 0.5, 0, -0.1", "NaN, 0.5, 0.5, 0.5", "0.5, NaN, 0.5, 0.5", "0.5, 0.5, NaN, 0.5",
        "0.5, 0.5, 0, NaN", "Infinity, 0, 0, 0.5"
    })
    void whatIsNoOpinionIsRefused(double b, double d, double u, double a) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Opinion(b, d, u, a));
    }

    @Test
    void roundingIsForgiven() {
        Opinion opinion = new Opinion(1 + 1e-12, -1e-12, 0, 1);

        assertThat(opinion.belief()).isEqualTo(1);
        assertThat(opinion.disbelief()).isZero();
        assertThat(opinion.expectation()).isEqualTo(1);
    }

    /*
     * The paper (§5.2) gives ω¹ = {.264, .012, .724} with v = .605 and ω² = {.167, .005, .826} with v = .570. No base rate
     * gives both: v¹ wants a between .4693 and .4727, v² between .4864 and .4894; and ω² adds up to .998. With a = ½, as for
     * any binary statement without a prior, the values differ but the ranking, which is what the paper uses, is the same.
     */
    @Test
    void thePapersFirstRouteIsTheMoreTrustful() {
        double first = Opinion.expectation(.264, .724, Opinion.DEFAULT_BASE_RATE);
        double second = Opinion.expectation(.167, .826, Opinion.DEFAULT_BASE_RATE);

        assertThat(first).isCloseTo(.626, within(1e-9));
        assertThat(second).isCloseTo(.580, within(1e-9));
        assertThat(first).isGreaterThan(second);
    }

    @Test
    void noBaseRateGivesThePapersExpectations() {
        double firstHighest = (.6055 - .264) / (.724 - .0005) + .0005;
        double secondLowest = (.5695 - .167) / (.826 + .0005) - .0005;

        assertThat(firstHighest).isLessThan(secondLowest);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, 1", "8, 0, .8, 0, .2", "18, 1, .857143, .047619, .095238", "0, 2, 0, .5, .5"})
    void evidenceBecomesAnOpinion(double good, double bad, double b, double d, double u) {
        Opinions.assertClose(new Evidence(good, bad).opinion(.5), b, d, u, 5e-7);
    }

    @Test
    void theMostEvidenceIsStillAnOpinion() {
        Evidence most = new Evidence(Evidence.MAX_OUTCOMES, Evidence.MAX_OUTCOMES).plus(new Evidence(1, 1));

        assertThat(most.good()).isEqualTo(Evidence.MAX_OUTCOMES);
        assertThat(most.opinion(.5).uncertainty()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"-1, 0", "0, -1", "NaN, 0", "0, NaN", "1.1e9, 0", "0, Infinity"})
    void whatIsNoEvidenceIsRefused(double good, double bad) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Evidence(good, bad));
    }
}
