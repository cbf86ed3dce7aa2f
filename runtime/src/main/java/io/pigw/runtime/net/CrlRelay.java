package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.runtime.revocation.CrlRefusal;
import io.pigw.runtime.revocation.RevocationList;
import io.pigw.runtime.revocation.RevocationService;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * News of revoked certificates over an endpoint's links. It takes them from CSPs and the enrollment server, a few from each. A CSP
 * hands a new list on to every node that has a link to it, and to one that links later, unless the list came from there: each list
 * once, and all together no faster than 2 MB a second. On the loop alone.
 */
final class CrlRelay implements LinkListener {

    private static final long TURN_MILLIS = 50;
    private static final int BYTES_A_TURN = 100_000;
    private static final int USUAL_HEAD_BYTES = 200;
    private static final int MOST_AT_ONCE = 8;
    private static final long NANOS_FOR_ONE = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final LinkPool pool;
    private final RevocationService revocation;
    private final boolean handsOn;
    private final RandomGenerator random;
    private final LinkMetrics metrics;
    private final Map<NodeId, Neighbour> neighbours = new HashMap<>();
    private final Set<NodeId> waiting = new LinkedHashSet<>();
    private @Nullable Future<?> turn;

    CrlRelay(
            EventLoop loop,
            LinkPool pool,
            RevocationService revocation,
            Role own,
            RandomGenerator random,
            LinkMetrics metrics) {
        this.loop = loop;
        this.pool = pool;
        this.revocation = revocation;
        this.handsOn = own == Role.CSP;
        this.random = random;
        this.metrics = metrics;
    }

    /** News came over the link. */
    void received(Link link, RevocationNotice notice) {
        Role role = link.node().role();
        Neighbour from = neighbours.computeIfAbsent(link.node().id(), _ -> new Neighbour());
        if (role != Role.CSP && role != Role.ENROLLMENT) {
            revocation.refuse(CrlRefusal.NOT_ALLOWED);
        } else if (!from.mayBring(loop.ticker().nanoTime())) {
            revocation.refuse(CrlRefusal.TOO_OFTEN);
        } else {
            from.known.put(notice.issuer(), notice.number());
            revocation.onNotice(notice, link.node().id());
        }
    }

    /** There is a new list. */
    void taken(RevocationList list) {
        if (handsOn) {
            pool.nodes().forEach(node -> waiting.add(node.id()));
            begin();
        }
    }

    @Override
    public void opened(NodeCertificate node, HostPort address) {
        if (handsOn && revocation.isEnabled()) {
            waiting.add(node.id());
            begin();
        }
    }

    @Override
    public void closed(NodeCertificate node, String reason) {
        neighbours.remove(node.id());
        waiting.remove(node.id());
    }

    void close() {
        if (turn != null) {
            turn.cancel(false);
        }
    }

    private void begin() {
        if (turn == null && !waiting.isEmpty()) {
            turn = loop.schedule(this::takeTurn, 0, TimeUnit.MILLISECONDS);
        }
    }

    /** Sends as much as one turn may; the rest has its turn later. A link that cannot take more now is asked again. */
    private void takeTurn() {
        turn = null;
        int bytes = 0;
        int left = waiting.size();
        while (left > 0 && bytes < BYTES_A_TURN) {
            left--;
            Iterator<NodeId> first = waiting.iterator();
            NodeId node = first.next();
            first.remove();
            Link link = pool.to(node);
            if (link != null && link.isWritable()) {
                bytes += send(link);
            } else if (link != null) {
                waiting.add(node);
            }
        }
        if (!waiting.isEmpty()) {
            turn = loop.schedule(this::takeTurn, TURN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private int send(Link link) {
        Neighbour to = neighbours.computeIfAbsent(link.node().id(), _ -> new Neighbour());
        int bytes = 0;
        for (RevocationList list : revocation.lists()) {
            if (to.known.getOrDefault(list.issuer(), -1L) != list.number()) {
                RevocationNotice notice =
                        new RevocationNotice(Transaction.mint(random), list.issuer(), list.number(), list.der());
                if (link.write(notice) == null) {
                    to.known.put(list.issuer(), list.number());
                    metrics.crlHandedOn();
                    bytes += USUAL_HEAD_BYTES + list.der().size();
                }
            }
        }
        return bytes;
    }

    /**
     * Which list the other end of a link was sent last, or says that it has, and how many lists it may bring now. Nobody has signed
     * what it says: so it spares it exactly that list, and no other.
     */
    private static final class Neighbour {

        private final Map<Bytes, Long> known = new HashMap<>();
        private long paidUntilNanos;
        private boolean brought;

        /** Eight at once, then one a second. */
        boolean mayBring(long now) {
            if (!brought || paidUntilNanos - now < 0) {
                paidUntilNanos = now;
                brought = true;
            }
            if (paidUntilNanos - now > (MOST_AT_ONCE - 1) * NANOS_FOR_ONE) {
                return false;
            }
            paidUntilNanos += NANOS_FOR_ONE;
            if (known.size() > MOST_AT_ONCE) {
                known.clear();
            }
            return true;
        }
    }
}
