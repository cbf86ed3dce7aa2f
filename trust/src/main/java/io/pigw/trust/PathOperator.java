package io.pigw.trust;

import java.util.List;

/** How the opinions on a path's links become one on the path: ω(A→B₁) ⊗ ω(B₁→B₂) ⊗ … ⊗ ω(Bₙ₋₁→p) (the paper, §2.4). */
public enum PathOperator {

    /**
     * Distrust and doubt in the one who recommends both become doubt (Jøsang et al., 2006, definition 2): b = b₁b₂, d = b₁d₂,
     * u = d₁ + u₁ + b₁u₂. Associative; full belief in front changes nothing.
     */
    UNCERTAINTY_FAVOURING,

    /**
     * The enemy of my enemy is my friend (Jøsang et al., 2006, definition 3): b = b₁b₂ + d₁d₂, d = b₁d₂ + d₁b₂,
     * u = u₁ + (b₁ + d₁)u₂. Associative; full belief in front changes nothing.
     */
    OPPOSITE_BELIEF,

    /**
     * The last link, weighed by the product p of the expectations of those before it: b = p·bₙ, d = p·dₙ,
     * u = 1 − p(bₙ + dₙ). Uncertain links keep what their base rate gives them. Of a whole path alone: joining the
     * results of parts gives something else.
     */
    MULTI_EDGE;

    /**
     * The opinion on a path; its base rate is the last link's.
     *
     * @param links in the order of the path, at least one
     */
    public Opinion along(List<Opinion> links) {
        if (links.isEmpty()) {
            throw new IllegalArgumentException("a path has at least one link");
        }
        return switch (this) {
            case UNCERTAINTY_FAVOURING ->
                links.stream().reduce(PathOperator::uncertaintyFavouring).orElseThrow();
            case OPPOSITE_BELIEF ->
                links.stream().reduce(PathOperator::oppositeBelief).orElseThrow();
            case MULTI_EDGE -> multiEdge(links);
        };
    }

    private static Opinion uncertaintyFavouring(Opinion first, Opinion second) {
        double b1 = first.belief();
        return new Opinion(
                b1 * second.belief(),
                b1 * second.disbelief(),
                first.disbelief() + first.uncertainty() + b1 * second.uncertainty(),
                second.baseRate());
    }

    private static Opinion oppositeBelief(Opinion first, Opinion second) {
        double b1 = first.belief();
        double d1 = first.disbelief();
        return new Opinion(
                b1 * second.belief() + d1 * second.disbelief(),
                b1 * second.disbelief() + d1 * second.belief(),
                first.uncertainty() + (b1 + d1) * second.uncertainty(),
                second.baseRate());
    }

    private static Opinion multiEdge(List<Opinion> links) {
        Opinion last = links.getLast();
        double reach = links.subList(0, links.size() - 1).stream()
                .mapToDouble(Opinion::expectation)
                .reduce(1, (p, expectation) -> p * expectation);
        double b = reach * last.belief();
        double d = reach * last.disbelief();
        return new Opinion(b, d, 1 - b - d, last.baseRate());
    }
}
