package io.pigw.trust;

import java.util.List;

/** Several observers' opinions on one thing become one. */
public final class Fusion {

    /** Below this an uncertainty counts as none: beyond the reach of {@link Evidence#MAX_OUTCOMES}. */
    private static final double NO_UNCERTAINTY = 1e-12;

    private Fusion() {}

    /**
     * Cumulative fusion of observers who saw different things: their evidence adds up (Jøsang et al., 2006, definition 4).
     * k = u₁ + u₂ − u₁u₂, b = (b₁u₂ + b₂u₁)/k, u = u₁u₂/k; the base rates are weighed by certainty. Two who have no doubt
     * at all are taken as equals. A vacuous opinion changes no other's b, d and u.
     */
    public static Opinion cumulative(Opinion first, Opinion second) {
        double u1 = first.uncertainty();
        double u2 = second.uncertainty();
        if (u1 < NO_UNCERTAINTY && u2 < NO_UNCERTAINTY) {
            return dogmatic(List.of(first, second));
        }
        double k = u1 + u2 - u1 * u2;
        double certainty = u1 + u2 - 2 * u1 * u2;
        double secondsShare = certainty < NO_UNCERTAINTY ? 0.5 : u1 * (1 - u2) / certainty;
        double baseRate = first.baseRate() + (second.baseRate() - first.baseRate()) * secondsShare;
        return new Opinion(
                (first.belief() * u2 + second.belief() * u1) / k,
                (first.disbelief() * u2 + second.disbelief() * u1) / k,
                u1 * u2 / k,
                baseRate);
    }

    /**
     * Weighted belief fusion of observers who saw the same thing: a mean, the more certain with the more weight (Jøsang,
     * Subjective Logic, 2016, §12.5). With wᵢ = (1 − uᵢ)/uᵢ: b = Σ wᵢbᵢ / Σ wᵢ, u = Σ(1 − uᵢ) / Σ wᵢ, and the base rates
     * weighed by 1 − uᵢ. Those who have no doubt at all outweigh all others and are equals.
     *
     * @param opinions at least one
     */
    public static Opinion weighted(List<Opinion> opinions) {
        if (opinions.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to fuse");
        }
        List<Opinion> certain = opinions.stream()
                .filter(opinion -> opinion.uncertainty() < NO_UNCERTAINTY)
                .toList();
        if (!certain.isEmpty()) {
            return dogmatic(certain);
        }
        double weights = 0;
        double certainty = 0;
        double belief = 0;
        double disbelief = 0;
        double baseRate = 0;
        for (Opinion opinion : opinions) {
            double known = 1 - opinion.uncertainty();
            double weight = known / opinion.uncertainty();
            weights += weight;
            certainty += known;
            belief += weight * opinion.belief();
            disbelief += weight * opinion.disbelief();
            baseRate += known * opinion.baseRate();
        }
        if (certainty < NO_UNCERTAINTY) {
            return Opinion.vacuous(meanBaseRate(opinions));
        }
        return new Opinion(belief / weights, disbelief / weights, certainty / weights, baseRate / certainty);
    }

    private static Opinion dogmatic(List<Opinion> certain) {
        double belief = certain.stream().mapToDouble(Opinion::belief).sum() / certain.size();
        return new Opinion(belief, 1 - belief, 0, meanBaseRate(certain));
    }

    private static double meanBaseRate(List<Opinion> opinions) {
        return opinions.stream().mapToDouble(Opinion::baseRate).sum() / opinions.size();
    }
}
