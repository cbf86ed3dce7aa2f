package io.pigw.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Opinions for tests. */
final class Opinions {

    private Opinions() {}

    /** With a = ½. */
    static Opinion of(double belief, double disbelief, double uncertainty) {
        return new Opinion(belief, disbelief, uncertainty, 0.5);
    }

    /** Even over all opinions, with the corners of the triangle among them. */
    static Opinion random(Random random) {
        double baseRate = random.nextDouble();
        return switch (random.nextInt(10)) {
            case 0 -> new Opinion(0, 0, 1, baseRate);
            case 1 -> new Opinion(1, 0, 0, baseRate);
            case 2 -> new Opinion(0, 1, 0, baseRate);
            default -> inside(random.nextDouble(), random.nextDouble(), baseRate);
        };
    }

    private static Opinion inside(double cut, double otherCut, double baseRate) {
        double belief = Math.min(cut, otherCut);
        double disbelief = Math.max(cut, otherCut) - belief;
        return new Opinion(belief, disbelief, 1 - belief - disbelief, baseRate);
    }

    /** Several of them. */
    static List<Opinion> random(Random random, int count) {
        return Stream.generate(() -> random(random)).limit(count).toList();
    }

    static void assertClose(Opinion actual, double belief, double disbelief, double uncertainty, double error) {
        assertThat(actual.belief()).as("belief").isCloseTo(belief, within(error));
        assertThat(actual.disbelief()).as("disbelief").isCloseTo(disbelief, within(error));
        assertThat(actual.uncertainty()).as("uncertainty").isCloseTo(uncertainty, within(error));
    }

    static void assertSame(Opinion actual, Opinion expected) {
        assertClose(actual, expected.belief(), expected.disbelief(), expected.uncertainty(), 1e-9);
        assertThat(actual.baseRate()).as("base rate").isCloseTo(expected.baseRate(), within(1e-9));
    }
}
