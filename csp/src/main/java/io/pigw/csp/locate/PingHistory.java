package io.pigw.csp.locate;

import io.pigw.overlay.ping.PingOutcome;
import io.pigw.overlay.ping.PingTrail;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/**
 * The latest searches of a CSP and what became of each copy of their pings, so that it can be said by which route a message went, and
 * why. In memory: nothing of messages but their Call-IDs, nothing of the gateway. On the CSP's thread.
 */
public final class PingHistory {

    /** Searches that are kept. */
    public static final int MAX_SEARCHES = 1_000;

    private final NodeId self;
    private final InstantSource clock;
    private final ArrayDeque<Search> newestFirst = new ArrayDeque<>();

    /** Of the CSP with that ID. */
    public PingHistory(NodeId self, InstantSource clock) {
        this.self = self;
        this.clock = clock;
    }

    /** A search begins. */
    Search begin(NodeId destination, CallId forMessage) {
        if (newestFirst.size() >= MAX_SEARCHES) {
            newestFirst.removeLast();
        }
        Search search = new Search(destination, forMessage, new CopyTrails(self, destination), clock.instant());
        newestFirst.addFirst(search);
        return search;
    }

    /** What was searched for the message, or by the ping, of that Call-ID; the latest first. */
    public List<PingRecord> of(CallId callId) {
        return newestFirst.stream()
                .filter(search -> search.forMessage.equals(callId) || search.copies.isOf(callId))
                .map(Search::record)
                .toList();
    }

    /** The latest searches, the latest first. */
    public List<PingRecord> latest(int max) {
        return newestFirst.stream().limit(max).map(Search::record).toList();
    }

    /** One search, under way or over. */
    final class Search {

        private final NodeId destination;
        private final CallId forMessage;
        private final CopyTrails copies;
        private final Instant began;
        private Optional<PingOutcome> outcome = Optional.empty();
        private Duration took = Duration.ZERO;

        private Search(NodeId destination, CallId forMessage, CopyTrails copies, Instant began) {
            this.destination = destination;
            this.forMessage = forMessage;
            this.copies = copies;
            this.began = began;
        }

        PingTrail trail() {
            return copies;
        }

        void ended(PingOutcome how) {
            took = Duration.between(began, clock.instant());
            outcome = Optional.of(how);
        }

        private PingRecord record() {
            return new PingRecord(forMessage, destination, began, took, outcome, copies.records());
        }
    }
}
