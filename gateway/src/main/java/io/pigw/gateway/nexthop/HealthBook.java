package io.pigw.gateway.nexthop;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How each hop is. Passive. */
final class HealthBook {

    private static final Logger LOG = LoggerFactory.getLogger(HealthBook.class);

    /** All hops of all cores, and a TCP twin for each that is reached by UDP. */
    private static final int MAX_HOPS = 2 * CoreUri.MAX_CORES * Location.Found.MAX_HOPS;

    private final boolean pings;
    private final Consumer<Hop> onDown;
    private final Map<Hop, HopHealth> byHop = new LinkedHashMap<>();
    private Set<Hop> listed = Set.of();

    /**
     * @param pings whether hops that are down are pinged, or requests find out that they are well again
     * @param onDown is told of each that goes down
     */
    HealthBook(boolean pings, Consumer<Hop> onDown) {
        this.pings = pings;
        this.onDown = onDown;
    }

    /** Forgets all hops but those and their twins. */
    void keep(List<Hop> hops) {
        listed = Set.copyOf(hops);
        byHop.keySet().removeIf(hop -> !listed.contains(hop) && !listed.contains(hop.over(Transport.UDP)));
        hops.forEach(this::of);
    }

    boolean isUsable(Hop hop, Instant now) {
        HopHealth health = byHop.get(hop);
        return health == null || health.isUsable(now, pings);
    }

    boolean isResting(Hop hop, Instant now) {
        HopHealth health = byHop.get(hop);
        return health != null && health.isResting(now);
    }

    /** Whether no connection to it comes about. */
    boolean isRefused(Hop hop) {
        HopHealth health = byHop.get(hop);
        return health != null && health.isRefused();
    }

    void onRequest(Hop hop, HopReport report, Instant now) {
        HopHealth health = of(hop);
        HopHealth.State before = health.state();
        health.onRequest(report, now);
        tell(hop, before, health.state());
    }

    void onPing(Hop hop, HopReport report, Duration next, Instant now) {
        HopHealth health = byHop.get(hop);
        if (health != null) {
            HopHealth.State before = health.state();
            health.onPing(report, next, now);
            tell(hop, before, health.state());
        }
    }

    void suspect(Hop hop) {
        of(hop).suspect();
    }

    /** The hops that a ping is due to. */
    List<Hop> due(Instant now) {
        List<Hop> due = new ArrayList<>();
        byHop.forEach((hop, health) -> {
            if (health.isPingDue(now)) {
                due.add(hop);
            }
        });
        return due;
    }

    /** How many servers there are. */
    int listed() {
        return listed.size();
    }

    /** How many of the listed ones answered last. */
    int up() {
        return (int) listed.stream()
                .filter(hop -> of(hop).state() instanceof HopHealth.State.Up)
                .count();
    }

    /** Why the listed ones that are down are; empty unless all are. */
    List<String> down() {
        List<String> reasons = new ArrayList<>();
        byHop.forEach((hop, health) -> {
            if (listed.contains(hop) && health.state() instanceof HopHealth.State.Down down) {
                reasons.add(hop + " " + down.why());
            }
        });
        return reasons.size() < listed.size() ? List.of() : reasons; // some may still answer
    }

    private HopHealth of(Hop hop) {
        HopHealth known = byHop.get(hop);
        if (known == null) {
            known = new HopHealth();
            if (byHop.size() < MAX_HOPS) {
                byHop.put(hop, known);
            }
        }
        return known;
    }

    private void tell(Hop hop, HopHealth.State before, HopHealth.State after) {
        if (after instanceof HopHealth.State.Down down && !(before instanceof HopHealth.State.Down)) {
            LOG.atWarn()
                    .addKeyValue("hop", hop)
                    .addKeyValue("reason", down.why())
                    .log("A server of the IMS core is down");
            onDown.accept(hop);
        } else if (after instanceof HopHealth.State.Up && before instanceof HopHealth.State.Down) {
            LOG.atInfo().addKeyValue("hop", hop).log("A server of the IMS core is up again");
        }
    }
}
