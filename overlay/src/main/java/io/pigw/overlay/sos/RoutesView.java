package io.pigw.overlay.sos;

import io.pigw.p2psip.NodeId;
import io.pigw.trust.Opinion;
import java.time.Instant;
import java.util.List;

/**
 * Routes that were judged, and why the chosen one is the most trustful.
 *
 * @param at when
 * @param chosen its index
 * @param routes at least one, in the order asked
 */
public record RoutesView(Instant at, int chosen, List<Route> routes) {

    /** Copies. */
    public RoutesView {
        routes = List.copyOf(routes);
    }

    /**
     * A route.
     *
     * @param links at least one, from the CSP on
     * @param opinion that they join to
     */
    public record Route(List<LinkView> links, Opinion opinion) {
        /** Copies. */
        public Route {
            links = List.copyOf(links);
        }
    }

    /** Where the routes lead. */
    NodeId destination() {
        return routes.getFirst().links().getLast().known().link().subject();
    }

    int links() {
        return routes.stream().mapToInt(route -> route.links().size()).sum();
    }
}
