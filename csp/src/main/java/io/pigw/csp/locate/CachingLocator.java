package io.pigw.csp.locate;

import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Uses a location that another locator found for its lifetime. On the CSP's thread. */
public final class CachingLocator implements Locator {

    private static final int MAX_LOCATIONS = 16_384;

    private final Locator finder;
    private final LocationStore store;
    private final InstantSource clock;
    private final Duration lifetime;
    private final Map<NodeId, LocationStore.Known> known = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, LocationStore.Known> eldest) {
            return size() > MAX_LOCATIONS;
        }
    };

    /**
     * Begins with what the store knows; blocks.
     *
     * @param lifetime of what is found
     */
    public CachingLocator(Locator finder, LocationStore store, InstantSource clock, Duration lifetime) {
        this.finder = finder;
        this.store = store;
        this.clock = clock;
        this.lifetime = lifetime;
        store.load(clock.instant(), MAX_LOCATIONS)
                .forEach(one -> known.put(one.contact().id(), one));
    }

    @Override
    public void locate(NodeId peer, CallId forMessage, boolean afresh, Consumer<Location> then) {
        Instant now = clock.instant();
        LocationStore.Known one = known.get(peer);
        if (one != null && !afresh && one.goodUntil().isAfter(now)) {
            then.accept(new Location.At(one.contact(), false));
            return;
        }
        known.remove(peer);
        finder.locate(peer, forMessage, afresh, location -> {
            if (location instanceof Location.At(NodeContact contact, boolean fresh) && fresh) {
                LocationStore.Known found =
                        new LocationStore.Known(contact, clock.instant().plus(lifetime));
                known.put(peer, found);
                store.save(found);
            }
            then.accept(location);
        });
    }
}
