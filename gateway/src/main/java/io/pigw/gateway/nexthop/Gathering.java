package io.pigw.gateway.nexthop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what several questions about one core found. One thread. */
final class Gathering {

    /** How long an outcome is good of which a part could not be asked. */
    static final Duration INCOMPLETE = Duration.ofSeconds(5);

    /** Questions of one look-up that may fail, each at the end of its time limit, before the rest is left for the next one. */
    static final int MAX_FAILURES = 3;

    private final String host;
    private final List<Location.Service> services = new ArrayList<>();
    private Duration ttl;
    private boolean refused;
    private @Nullable String failure;
    private int failures;

    Gathering(String host, Duration ttl) {
        this.host = host;
        this.ttl = ttl;
    }

    void note(DnsAnswer<?> answer) {
        switch (answer) {
            case DnsAnswer.Found(List<?> _, Duration good) -> within(good);
            case DnsAnswer.Absent(Duration good) -> within(good);
            case DnsAnswer.Failed(String why) -> {
                failure = why;
                failures++;
            }
        }
    }

    /** Whether DNS answers too little to be asked more at this time. */
    boolean isHopeless() {
        return failures >= MAX_FAILURES;
    }

    void add(Location.Service service) {
        if (service.targets().isEmpty()) {
            return;
        }
        services.add(service);
    }

    /** RFC 2782: a target of "." says that there is no such service. */
    void refused() {
        refused = true;
    }

    Location location() {
        if (!services.isEmpty()) {
            return new Location.Found(services, failure == null ? ttl : INCOMPLETE);
        }
        if (failure != null) {
            return new Location.Failed(failure);
        }
        return refused
                ? new Location.NotFound("DNS says that " + host + " offers no SIP", ttl, true)
                : new Location.NotFound("no SRV record of " + host + " leads to an address", ttl);
    }

    private void within(Duration good) {
        ttl = good.compareTo(ttl) < 0 ? good : ttl;
    }
}
