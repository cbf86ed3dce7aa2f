package io.pigw.simulation;

import io.pigw.p2psip.message.PingTerms;
import java.util.List;

/**
 * A way of sending pings; several are compared on the same destinations at the same time.
 *
 * @param label its name in tables
 * @param routes copies, 1 to 32
 * @param origins from which CSPs
 */
public record Arm(String label, int routes, Origins origins) {

    /** Checks the range. */
    public Arm {
        if (routes < 1 || routes > PingTerms.MAX_ROUTES) {
            throw new IllegalArgumentException("routes must be 1 to " + PingTerms.MAX_ROUTES + ", not " + routes);
        }
    }

    /** One copy; so many; so many from as many CSPs; so many, and should no answer come the same from other CSPs, or by other ways. */
    public static List<Arm> comparing(int routes) {
        return List.of(
                new Arm("one route", 1, Origins.RESPONSIBLE),
                new Arm(routes + " routes", routes, Origins.RESPONSIBLE),
                new Arm(routes + " CSPs, one each", routes, Origins.SPREAD),
                new Arm(routes + " routes, then other CSPs", routes, Origins.THEN_OTHERS),
                new Arm(routes + " routes, then other ways", routes, Origins.OTHER_WAYS));
    }
}
