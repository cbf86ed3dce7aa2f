package io.pigw.csp.locate;

import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.ping.Pinger;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.util.function.Consumer;

/** Pings for every message, as in the paper. */
public final class PingLocator implements Locator {

    private final Pinger pinger;
    private final AddressRule addresses;
    private final PingHistory history;
    private final PingEvents events;

    /** Is told what pings bring. */
    public interface PingEvents {

        /** A multicast begins. */
        void pinging(NodeId peer, CallId forMessage);

        /** It ended. */
        void ended(NodeId peer, CallId forMessage, PingOutcome outcome);
    }

    /** Of one CSP, whose pings go into that history. */
    public PingLocator(Pinger pinger, AddressRule addresses, PingHistory history, PingEvents events) {
        this.pinger = pinger;
        this.addresses = addresses;
        this.history = history;
        this.events = events;
    }

    @Override
    public void locate(NodeId peer, CallId forMessage, boolean afresh, Consumer<Location> then) {
        events.pinging(peer, forMessage);
        PingHistory.Search search = history.begin(peer, forMessage);
        pinger.ping(peer, search.trail(), outcome -> {
            search.ended(outcome);
            events.ended(peer, forMessage, outcome);
            then.accept(
                    switch (outcome) {
                        case PingOutcome.Located located -> addresses.judge(located.destination());
                        case PingOutcome.NotFound(PingOutcome.Reason reason) -> new Location.Nowhere(reason.name());
                    });
        });
    }
}
