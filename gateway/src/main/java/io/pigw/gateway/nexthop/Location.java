package io.pigw.gateway.nexthop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/** Where DNS says that a core is. */
sealed interface Location {

    /**
     * It has servers.
     *
     * @param services by transport, the domain's favourite first
     * @param ttl how long that is good
     */
    record Found(List<Service> services, Duration ttl) implements Location {

        /** The most servers of one core. */
        static final int MAX_HOPS = 32;

        /** Copies the list. */
        public Found {
            services = List.copyOf(services);
        }

        /** All servers, best first, each once; lots are drawn where the records leave it open. */
        List<Hop> hops(RandomGenerator random) {
            Set<Hop> hops = new LinkedHashSet<>();
            for (Service service : services) {
                for (Target target : SrvOrder.draw(service.targets(), random)) {
                    hops.addAll(turned(target.hops(), random));
                }
            }
            return hops.stream().limit(MAX_HOPS).toList();
        }

        private static List<Hop> turned(List<Hop> hops, RandomGenerator random) {
            int first = hops.size() < 2 ? 0 : random.nextInt(hops.size());
            List<Hop> turned = new ArrayList<>(hops.subList(first, hops.size()));
            turned.addAll(hops.subList(0, first));
            return turned;
        }
    }

    /**
     * It has none.
     *
     * @param why for people
     * @param ttl how long that is good
     * @param decidedly the domain says that it has no SIP, so that nothing else is to be tried
     */
    record NotFound(String why, Duration ttl, boolean decidedly) implements Location {
        NotFound(String why, Duration ttl) {
            this(why, ttl, false);
        }
    }

    /**
     * DNS could not be asked.
     *
     * @param why for people
     */
    record Failed(String why) implements Location {}

    /** The servers of one transport. */
    record Service(List<Target> targets) {
        /** Copies the list. */
        public Service {
            targets = List.copyOf(targets);
        }
    }

    /**
     * One server.
     *
     * @param priority lowest first
     * @param weight its share among those of one priority
     * @param hops its addresses, in an order that does not depend on the DNS server's
     */
    record Target(int priority, int weight, List<Hop> hops) {
        /** Copies the list. */
        public Target {
            hops = List.copyOf(hops);
        }
    }
}
