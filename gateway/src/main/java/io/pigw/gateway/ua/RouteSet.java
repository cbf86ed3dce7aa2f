package io.pigw.gateway.ua;

import io.pigw.gateway.sip.SipText;
import java.util.List;
import java.util.Optional;

/**
 * The way that requests take behind the first hop.
 *
 * @param routes preloaded Route values, outermost first, as name-addr: {@code <sip:scscf.example.net;lr>} (RFC 3608 §6.1); at most 8
 * @param affinity requests with the same text prefer the same server of a core: those along a Service-Route go to the one that
 *     registered them. Empty: each Call-ID for itself
 */
public record RouteSet(List<String> routes, Optional<String> affinity) {

    /** The most Route values. */
    public static final int MAX_ROUTES = 8;

    /** To the core and no further. */
    public static final RouteSet NONE = new RouteSet(List.of(), Optional.empty());

    /** Checks that each value is one name-addr. */
    public RouteSet {
        routes = List.copyOf(routes);
        if (routes.size() > MAX_ROUTES) {
            throw new IllegalArgumentException("at most " + MAX_ROUTES + " routes");
        }
        for (String route : routes) {
            int open = route.indexOf('<');
            int close = route.indexOf('>', open);
            if (open < 0
                    || close < 0
                    || !SipText.isOneLine(route)
                    || !SipText.isUriText(route.substring(open + 1, close))) {
                throw new IllegalArgumentException("a route is written <sip:host;lr>");
            }
        }
    }
}
