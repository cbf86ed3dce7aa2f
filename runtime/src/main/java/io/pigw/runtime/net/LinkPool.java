package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's open links by node. Two nodes that dial each other at once have two; either serves both ways, and the one
 * that nobody uses is closed as idle. Of those that one node dialled the newest serves: it takes the place of the others
 * ({@link Replacement}), or the node has forgotten them. On the loop alone.
 */
final class LinkPool {

    private static final int SWEEPS_PER_IDLE_TIME = 4;
    private static final int MAX_LISTENERS = 16;

    /** What one node may dial of us at once: a node needs one, and may not know yet that some of its last run are gone. */
    static final int MAX_ACCEPTED_OF_NODE = 8;

    /** The same for a client, which has but a fraction of the links: one, and the one that takes its place. */
    static final int MAX_ACCEPTED_OF_CLIENT = 2;

    /** Nodes whose pace is remembered, whether they have a link or not: a new link is no new beginning. */
    private static final int MAX_PACES = 16_384;

    private final EventLoop loop;
    private final Duration idleAfter;
    private final int usual;
    private final long quietNanos;
    private final LinkMetrics metrics;
    private final Map<NodeId, List<Link>> links = new HashMap<>();
    private final Map<NodeId, LinkPace> paces = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, LinkPace> eldest) {
            return size() > MAX_PACES;
        }
    };
    private final List<LinkListener> listeners = new ArrayList<>();
    private @Nullable Future<?> sweep;
    private int accepted;
    private int open;

    LinkPool(EventLoop loop, EndpointOptions options, LinkMetrics metrics) {
        this.loop = loop;
        this.idleAfter = options.idleAfter();
        this.usual = options.usualLinks();
        this.quietNanos = options.quiet().toNanos();
        this.metrics = metrics;
    }

    /** Hears of the nodes that have a link now, too: they may be quicker than who starts to listen. */
    void listen(LinkListener listener) {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new IllegalStateException("more than 16 listeners of links");
        }
        listeners.add(listener);
        links.values()
                .forEach(ofNode -> listener.opened(
                        ofNode.getFirst().node(), ofNode.getFirst().address()));
    }

    void add(Link link) {
        confine();
        List<Link> ofNode = links.computeIfAbsent(link.node().id(), _ -> new ArrayList<>(1));
        ofNode.add(link);
        open++;
        accepted += link.dialled() == null ? 1 : 0;
        metrics.opened(link.dialled() != null);
        if (sweep == null) {
            long period = Math.max(1, idleAfter.toNanos() / SWEEPS_PER_IDLE_TIME);
            sweep = loop.scheduleAtFixedRate(this::sweep, period, period, TimeUnit.NANOSECONDS);
        }
        if (ofNode.size() == 1) {
            for (LinkListener listener : List.copyOf(listeners)) {
                listener.opened(link.node(), link.address());
            }
        }
        if (link.dialled() == null) {
            closeEldestBeyond(
                    ofNode, link.node().role() == Role.CLIENT ? MAX_ACCEPTED_OF_CLIENT : MAX_ACCEPTED_OF_NODE);
        }
        if (open > usual) {
            closeLongestUnused();
        }
    }

    private void closeLongestUnused() {
        long quiet = loop.ticker().nanoTime() - quietNanos;
        List<Link> stillOpen = all().stream().filter(Link::isOpen).toList();
        stillOpen.stream()
                .filter(link -> link.isIdleSince(quiet))
                .sorted(Comparator.comparingLong(link -> link.usedAtNanos() - quiet))
                .limit(Math.max(0, stillOpen.size() - usual))
                .forEach(link -> link.close(LinkListener.IDLE));
    }

    /** One node alone must not take all the links that are accepted: its eldest gives way. */
    private static void closeEldestBeyond(List<Link> ofNode, int max) {
        List<Link> accepted = ofNode.stream()
                .filter(link -> link.dialled() == null && link.isOpen())
                .toList();
        if (accepted.size() > max) {
            accepted.getFirst().close("too many links of one node");
        }
    }

    /** The link is gone: ends its requests, then tells the listeners if it was the last one to its node. */
    String remove(Link link) {
        confine();
        List<Link> ofNode = links.getOrDefault(link.node().id(), List.of());
        boolean last = ofNode.remove(link) && ofNode.isEmpty();
        if (last) {
            links.remove(link.node().id());
        }
        open--;
        accepted -= link.dialled() == null ? 1 : 0;
        metrics.closed();
        String reason = link.gone();
        if (last) {
            for (LinkListener listener : List.copyOf(listeners)) {
                listener.closed(link.node(), reason);
            }
        }
        return reason;
    }

    /** A link to the node, if there is one: rather one that is not overloaded, or about to close. */
    @Nullable
    Link to(NodeId node) {
        confine();
        return best(links.get(node), null);
    }

    /** A link that we dialled to exactly that contact, if there is one. */
    @Nullable
    Link dialledTo(NodeContact contact) {
        return best(links.get(contact.id()), contact);
    }

    /** At which pace the node's links are read; null: as fast as it writes. */
    @Nullable
    LinkPace paceOf(NodeCertificate node) {
        confine();
        return LinkPace.appliesTo(node.role())
                ? paces.computeIfAbsent(
                        node.id(), _ -> new LinkPace(loop.ticker().nanoTime()))
                : null;
    }

    int accepted() {
        return accepted;
    }

    List<NodeCertificate> nodes() {
        return links.values().stream().map(ofNode -> ofNode.getLast().node()).toList();
    }

    /** Done when all are gone. */
    List<Future<Void>> closeAll(String reason) {
        if (sweep != null) {
            sweep.cancel(false);
        }
        List<Future<Void>> gone = new ArrayList<>();
        for (Link link : all()) {
            gone.add(link.channel().closeFuture());
            link.close(reason);
        }
        return gone;
    }

    private void confine() {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("links are for their loop alone");
        }
    }

    private void sweep() {
        long oldest = loop.ticker().nanoTime() - idleAfter.toNanos();
        for (Link link : all()) {
            if (link.isIdleSince(oldest)) {
                link.close(LinkListener.IDLE);
            }
        }
    }

    List<Link> all() {
        return links.values().stream().flatMap(List::stream).toList();
    }

    private static @Nullable Link best(@Nullable List<Link> candidates, @Nullable NodeContact dialled) {
        Link best = null;
        boolean accepted = false;
        for (Link link : candidates == null ? List.<Link>of() : candidates.reversed()) {
            boolean older = link.dialled() == null && accepted;
            if (!link.isOpen() || older || dialled != null && !dialled.equals(link.dialled())) {
                continue;
            }
            accepted |= link.dialled() == null;
            if (best == null || handicap(link) < handicap(best)) {
                best = link;
            }
        }
        return best;
    }

    private static int handicap(Link link) {
        return (link.isWritable() ? 0 : 2)
                + switch (link.state()) {
                    case IN_USE -> 0;
                    case ON_TRIAL -> 1;
                    case RETIRING -> 4;
                };
    }
}
