package io.pigw.simulation;

import java.util.List;

/**
 * A mean over seeds with its 95 % confidence interval: Student's t with one degree of freedom less than there are seeds. One
 * seed has no interval: both ends are the mean.
 *
 * @param mean of the seeds
 * @param low the interval's lower end
 * @param high its upper end
 */
public record Estimate(double mean, double low, double high) {

    /** The 97.5 % points of Student's t for 1 to 30 degrees of freedom. */
    private static final double[] T = {
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
        2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042
    };

    private static final double NORMAL = 1.960;

    /** Of shares, each of another seed: the interval lies within 0 to 1. */
    public static Estimate ofShares(List<Double> shares) {
        Estimate any = of(shares);
        return new Estimate(any.mean, Math.max(0, any.low), Math.min(1, any.high));
    }

    /** Of values, each of another seed. */
    public static Estimate of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("an estimate needs a value");
        }
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        if (n == 1) {
            return new Estimate(mean, mean, mean);
        }
        double squares = values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
        double t = n - 1 <= T.length ? T[n - 2] : NORMAL;
        double half = t * Math.sqrt(squares / (n - 1) / n);
        return new Estimate(mean, mean - half, mean + half);
    }
}
