package io.pigw.simulation.adversary;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rewrites the route of each ping that it passes on, so that others seem to have done what they did not. */
final class ForgeRouteTactic implements Tactic {

    /** How a route is forged. */
    enum Way {
        /** Its own entry, or another's, has a signature that nobody made. */
        FORGE,
        /** An entry in an innocent node's name stands between the node before and this one. */
        FRAME,
        /** The entries of another ping stand before its own. */
        SPLICE,
        /** Two entries have changed places. */
        REORDER,
        /** The entry of the node before is gone. */
        DROP
    }

    private static final int SIGNATURE_BYTES = 64;

    private final Accomplice self;
    private final List<Way> ways;
    private @Nullable PingRequest other;

    ForgeRouteTactic(Accomplice self) {
        this.self = self;
        this.ways = List.of(Way.values());
    }

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        if (!(message instanceof PingRequest ping)) {
            return new Fate.Goes(to, message);
        }
        Way way = ways.get(self.random().nextInt(ways.size()));
        PingRequest forged = forged(way, ping, to.id()).orElseGet(() -> withForgedSignature(ping));
        other = ping;
        return new Fate.Goes(to, forged);
    }

    private Optional<PingRequest> forged(Way way, PingRequest ping, NodeId next) {
        List<RouteEntry> before = new ArrayList<>(ping.route());
        before.removeLast();
        RouteEntry previous = before.getLast();
        return switch (way) {
            case FORGE -> Optional.of(withForgedSignature(ping));
            case FRAME ->
                self.met()
                        .any(self.random(), node -> !ping.nodes().contains(node.id()))
                        .map(innocent -> {
                            before.removeLast();
                            before.add(nextOf(previous, innocent.id()));
                            before.add(entryOf(innocent.id(), previous));
                            return own(ping, before, next);
                        });
            case SPLICE ->
                Optional.ofNullable(other)
                        .filter(spare -> !spare.callId().equals(ping.callId()))
                        .map(spare -> {
                            List<RouteEntry> theirs = new ArrayList<>(spare.route());
                            theirs.removeLast();
                            return Forgery.endingWithOwn(self, ping, theirs, spare.certificates(), next);
                        });
            case REORDER -> {
                if (before.size() < 2) {
                    yield Optional.empty();
                }
                Collections.swap(before, before.size() - 1, before.size() - 2);
                yield Optional.of(own(ping, before, next));
            }
            case DROP -> {
                if (before.size() < 2) {
                    yield Optional.empty();
                }
                before.removeLast();
                RouteEntry last = before.removeLast();
                before.add(self.random().nextBoolean() ? last : nextOf(last, self.id()));
                yield Optional.of(own(ping, before, next));
            }
        };
    }

    private PingRequest withForgedSignature(PingRequest ping) {
        List<RouteEntry> route = new ArrayList<>(ping.route());
        int forged = 1 + self.random().nextInt(route.size() - 1);
        route.set(forged, Forgery.flipped(route.get(forged), self.random().nextInt(1 << 16)));
        return Forgery.withRoute(ping, route);
    }

    private PingRequest own(PingRequest ping, List<RouteEntry> before, NodeId next) {
        return Forgery.endingWithOwn(self, ping, before, ping.certificates(), next);
    }

    private static RouteEntry nextOf(RouteEntry entry, NodeId next) {
        return new RouteEntry(entry.signer(), next, entry.certificateHash(), entry.signature());
    }

    /** In the innocent node's name, to this one; the hash of a certificate is that of another. */
    private RouteEntry entryOf(NodeId innocent, RouteEntry like) {
        return new RouteEntry(innocent, self.id(), like.certificateHash(), self.randomBytes(SIGNATURE_BYTES));
    }
}
