package io.pigw.peer.membership;

import io.pigw.overlay.chord.JoinOutcome;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins the ring and has a master CSP ever after; a client has a master alone. On the peer's thread.
 *
 * <pre>
 *   OUTSIDE --a CSP admits--> MEMBER of a master --its link is lost, or it is time--> asks the CSPs in order
 *    |  ^'--none does: later--'      ^----------------one admits, or later again-----------'
 *    |  '--its link is lost, or it is time------.     ^
 *    '--a CSP cannot dial it, but serves it--> OVER FLOW of a master
 * </pre>
 *
 * A peer that no CSP can dial, as behind a NAT, is reached over its link to its master; it asks for a place in the ring again,
 * later and later.
 *
 * The ring itself survives the master; what a new master lacks is the admission: the peer's address and names. A client begins
 * with asking the CSPs, for it has no place in the ring to be OUTSIDE of.
 */
public final class Membership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);
    private static final int MAX_REDIRECTS = 3;

    private final NodeContact self;
    private final MembershipOptions options;
    private final NodePorts ports;
    private final CspChoice csps;
    private final LinkKeeper links;
    private final Entrance entrance;
    private final Consumer<NodeContact> admittedBy;
    private Duration pause;
    private Duration placePause;
    private boolean overFlow;
    private @Nullable NodeContact master;
    private LinkKeeper.@Nullable Kept kept;
    private Scheduler.@Nullable Cancellable next;
    private boolean asking;
    private boolean closed;

    /** The way into the ring. */
    public interface Entrance {

        /** Joins, once: by the first of the CSPs that admits. */
        void join(List<NodeContact> csps, Consumer<JoinOutcome> then);

        /** Whether the ring knows this peer not, or no more, so that it has to join. Never so for a client. */
        boolean isLost();

        /** What a CSP is asked that is to become, or to remain, the master. */
        P2psipMessage question(Transaction fresh);

        /** Whether its answer means that it is the master. */
        boolean isYes(P2psipMessage answer);
    }

    /**
     * A peer outside the ring, or a client without a CSP.
     *
     * @param self the peer and where it listens
     * @param admittedBy told each time that a CSP has become the master
     */
    public Membership(
            NodeContact self,
            MembershipOptions options,
            NodePorts ports,
            CspChoice csps,
            LinkKeeper links,
            Entrance entrance,
            Consumer<NodeContact> admittedBy) {
        this.self = self;
        this.options = options;
        this.ports = ports;
        this.csps = csps;
        this.links = links;
        this.entrance = entrance;
        this.admittedBy = admittedBy;
        this.pause = options.firstPause();
        this.placePause = options.placePause();
    }

    /** Begins to join, or to look for a CSP. */
    public void start() {
        refresh();
    }

    /** The CSP that admitted this peer last; empty before the first one did. */
    public Optional<NodeContact> master() {
        return Optional.ofNullable(master);
    }

    /** Whether the master reaches this peer over its link alone, and it has no place in the ring for that. */
    public boolean isOverFlow() {
        return overFlow;
    }

    private void join() {
        asking = true;
        entrance.join(csps.inOrder(), outcome -> {
            asking = false;
            switch (outcome) {
                case JoinOutcome.Joined(NodeContact through) -> admitted(through);
                case JoinOutcome.Refused(NodeContact by, Status status) -> {
                    LOG.atInfo()
                            .addKeyValue("peer", self.id())
                            .addKeyValue("csp", by.id())
                            .addKeyValue("status", status.code())
                            .log("not admitted");
                    later(this::join);
                }
                case JoinOutcome.OverFlow(NodeContact by) -> reachedOverFlow(by);
                case JoinOutcome.Unreachable _ -> later(this::join);
            }
        });
    }

    private void refresh() {
        if (closed || asking) {
            return;
        }
        if (entrance.isLost()) {
            join();
            return;
        }
        asking = true;
        ask(new ArrayDeque<>(csps.inOrder()), 0);
    }

    private void ask(Deque<NodeContact> left, int redirects) {
        NodeContact csp = left.pollFirst();
        if (closed || csp == null) {
            asking = false;
            later(this::refresh);
            return;
        }
        P2psipMessage question = entrance.question(Transaction.mint(ports.random()));
        ports.transport().request(csp, question, options.answerTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered(P2psipMessage answer, NodeCertificate _)
                when entrance.isYes(answer) -> {
                    asking = false;
                    admitted(csp);
                }
                case Outcome.Answered(Response response, NodeCertificate _)
                when response.status().code() == Status.MOVED_TEMPORARILY.code()
                        && response.contact() != null
                        && redirects < MAX_REDIRECTS -> {
                    NodeId towards = response.contact();
                    csps.known(towards).ifPresent(left::addFirst);
                    ask(left, redirects + 1);
                }
                case Outcome.Answered _ -> ask(left, redirects);
                case Outcome.TimedOut _, Outcome.Unreachable _ -> {
                    csps.failed(csp.id());
                    ask(left, redirects);
                }
            }
        });
    }

    private void admitted(NodeContact csp) {
        if (closed) {
            return;
        }
        overFlow = false;
        placePause = options.placePause();
        serve(csp);
        boolean isNearest = csp.equals(csps.nearest());
        schedule(jittered(isNearest ? options.refresh() : options.comeBack()), this::refresh);
    }

    private void reachedOverFlow(NodeContact csp) {
        if (closed) {
            return;
        }
        if (!overFlow) {
            LOG.atInfo()
                    .addKeyValue("peer", self.id())
                    .addKeyValue("csp", csp.id())
                    .addKeyValue("address", self.address())
                    .log("not in the ring: the CSP cannot dial the address, and reaches this peer over its link");
        }
        overFlow = true;
        serve(csp);
        boolean isNearest = csp.equals(csps.nearest());
        schedule(jittered(isNearest ? placePause : options.comeBack()), this::refresh);
        Duration doubled = placePause.multipliedBy(2);
        placePause = doubled.compareTo(options.longestPlacePause()) < 0 ? doubled : options.longestPlacePause();
    }

    /** That CSP is the master from now on. */
    private void serve(NodeContact csp) {
        csps.worked(csp.id());
        pause = options.firstPause();
        if (!csp.equals(master)) {
            master = csp;
            closeKept();
            kept = links.keep(csp, () -> onLost(csp));
            admittedBy.accept(csp);
        }
    }

    private void onLost(NodeContact csp) {
        if (closed || !csp.equals(master)) {
            return;
        }
        csps.failed(csp.id());
        schedule(jittered(options.firstPause()), this::refresh);
    }

    private void later(Runnable task) {
        if (closed) {
            return;
        }
        schedule(jittered(pause), task);
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(options.longestPause()) < 0 ? doubled : options.longestPause();
    }

    /** Between half of it and all of it, so that peers that lost the same CSP do not come at once. */
    private Duration jittered(Duration whole) {
        return whole.dividedBy(2)
                .plusNanos((long) (whole.toNanos() / 2.0 * ports.random().nextDouble()));
    }

    private void schedule(Duration delay, Runnable task) {
        if (next != null) {
            next.cancel();
        }
        next = ports.scheduler().schedule(delay, task);
    }

    private void closeKept() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Asks nobody any more. Idempotent. */
    @Override
    public void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        closeKept();
    }
}
