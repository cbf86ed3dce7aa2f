package io.pigw.csp.locate;

import io.pigw.csp.locate.PingRecord.Copy;
import io.pigw.csp.locate.PingRecord.Fate;
import io.pigw.overlay.ping.PingTrail;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingTerms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What became of the copies of one search. On the CSP's thread. */
final class CopyTrails implements PingTrail {

    private final NodeId self;
    private final NodeId destination;
    private final Map<CallId, List<Trail>> pings = new LinkedHashMap<>();
    private boolean isChosen;

    CopyTrails(NodeId self, NodeId destination) {
        this.self = self;
        this.destination = destination;
    }

    boolean isOf(CallId ping) {
        return pings.containsKey(ping);
    }

    List<Copy> records() {
        List<Copy> records = new ArrayList<>();
        pings.forEach((ping, trails) -> trails.forEach(trail -> records.add(trail.record(ping, destination))));
        return records;
    }

    @Override
    public void began(CallId ping, int copies) {
        List<Trail> trails = new ArrayList<>();
        for (int i = 0; i < Math.min(copies, PingTerms.MAX_ROUTES); i++) {
            trails.add(new Trail(self));
        }
        pings.put(ping, trails);
    }

    @Override
    public void taken(CallId ping, int copy, NodeId firstHop) {
        with(ping, copy, trail -> {
            if (!trail.isComplete(destination)) {
                trail.nodes = List.of(self, firstHop);
            }
        });
    }

    @Override
    public void notTaken(CallId ping, int copy) {
        with(ping, copy, trail -> {
            if (trail.fate == Fate.UNKNOWN) {
                trail.fate = Fate.NOT_TAKEN;
            }
        });
    }

    @Override
    public void answered(CallId ping, int copy, List<NodeId> route, List<Integer> arrived) {
        arrived.forEach(other -> with(ping, other, Trail::arrived));
        with(ping, copy, trail -> {
            trail.arrived();
            trail.nodes = List.copyOf(route);
            if (!isChosen) {
                isChosen = true;
                trail.fate = Fate.CHOSEN;
            }
        });
    }

    @Override
    public void audited(CallId ping, int copy, LinkOutcome outcome) {
        with(ping, copy, trail -> trail.audited(outcome, destination));
    }

    private void with(CallId ping, int copy, Consumer<Trail> change) {
        List<Trail> trails = pings.getOrDefault(ping, List.of());
        if (copy >= 0 && copy < trails.size()) {
            change.accept(trails.get(copy));
        }
    }

    private static final class Trail {

        private List<NodeId> nodes;
        private Fate fate = Fate.UNKNOWN;
        private Optional<LinkOutcome> lostAt = Optional.empty();

        private Trail(NodeId csp) {
            this.nodes = List.of(csp);
        }

        private void arrived() {
            if (fate != Fate.CHOSEN) {
                fate = Fate.ARRIVED;
                lostAt = Optional.empty();
            }
        }

        private void audited(LinkOutcome outcome, NodeId destination) {
            if (isComplete(destination)) {
                return;
            }
            if (nodes.getLast().equals(outcome.observer())) {
                nodes = append(nodes, outcome.subject());
            }
            if (outcome.kind() != LinkOutcome.Kind.PASSED && fate == Fate.UNKNOWN) {
                fate = Fate.LOST;
                lostAt = Optional.of(outcome);
            }
        }

        private boolean isComplete(NodeId destination) {
            return nodes.size() > 1 && nodes.getLast().equals(destination);
        }

        private Copy record(CallId ping, NodeId destination) {
            return new Copy(ping, fate, nodes, isComplete(destination), lostAt);
        }

        private static List<NodeId> append(List<NodeId> nodes, NodeId next) {
            List<NodeId> longer = new ArrayList<>(nodes);
            longer.add(next);
            return List.copyOf(longer);
        }
    }
}
