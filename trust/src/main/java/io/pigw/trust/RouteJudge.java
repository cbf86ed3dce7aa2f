package io.pigw.trust;

import io.pigw.p2psip.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Finds the most trustful of several routes (the paper, §2.4). */
public final class RouteJudge {

    /** Expectations are compared in steps of this size, so that rounding alone decides nothing. */
    public static final double RESOLUTION = 1e-12;

    private final PathOperator operator;

    /** A judge who joins opinions that way. */
    public RouteJudge(PathOperator operator) {
        this.operator = operator;
    }

    /**
     * Judges the routes: the greatest expectation wins, among equals the shorter route, then the one that comes first.
     *
     * @param routes at least one, each of 2 nodes or more from the CSP to the destination
     * @param links opinions on their links
     */
    public Judgement judge(List<List<NodeId>> routes, LinkOpinions links) {
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("there are no routes to judge");
        }
        List<Opinion> opinions =
                routes.stream().map(route -> opinionOn(route, links)).toList();
        int chosen = 0;
        for (int i = 1; i < opinions.size(); i++) {
            int byExpectation = Double.compare(steps(opinions.get(i)), steps(opinions.get(chosen)));
            boolean shorter = routes.get(i).size() < routes.get(chosen).size();
            if (byExpectation > 0 || byExpectation == 0 && shorter) {
                chosen = i;
            }
        }
        return new Judgement(chosen, opinions);
    }

    private Opinion opinionOn(List<NodeId> route, LinkOpinions links) {
        if (route.size() < 2) {
            throw new IllegalArgumentException("a route has at least two nodes");
        }
        List<Opinion> path = new ArrayList<>(route.size() - 1);
        IntStream.range(1, route.size()).forEach(i -> path.add(links.of(route.get(i - 1), route.get(i))));
        return operator.along(path);
    }

    private static double steps(Opinion opinion) {
        return Math.rint(opinion.expectation() / RESOLUTION);
    }

    /**
     * The judgement.
     *
     * @param chosen index of the most trustful route
     * @param opinions on each route, in the order asked
     */
    public record Judgement(int chosen, List<Opinion> opinions) {
        /** Checks the index and copies. */
        public Judgement {
            opinions = List.copyOf(opinions);
            if (chosen < 0 || chosen >= opinions.size()) {
                throw new IllegalArgumentException("the chosen route is one of those judged");
            }
        }

        /** Of each route, 0 to 1, in the order asked. */
        public List<Double> expectations() {
            return opinions.stream().map(Opinion::expectation).toList();
        }
    }
}
