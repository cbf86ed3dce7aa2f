package io.pigw.overlay.ping;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.LinkOutcome.Kind;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks along the route of one copy, from the first hop on, each hop for the receipt of the next, until one has none to show or the
 * destination has signed. Who has signed for a ping and shows nobody who took it is where it was lost: a next hop that will not sign
 * is passed over when the ping is handed on, so an honest hop has a receipt. That nodes passed a ping on is a merit if it reached its
 * destination alone: those in league have receipts of one another for anything.
 */
final class RouteAudit {

    /** How long one that is still handing the ping over is left alone. */
    private static final Duration AGAIN = Duration.ofSeconds(3);

    private final LocalNode local;
    private final NodePorts ports;
    private final ReceiptChecks receipts;
    private final NodeId destination;
    private final PingTerms terms;
    private final Duration answerTimeout;
    private final LinkOutcomes outcomes;
    private final LinkOutcomes trail;
    private final List<RouteEntry> route = new ArrayList<>();
    private final List<LinkOutcome> passed = new ArrayList<>();

    /**
     * @param outcomes hears what counts
     * @param trail hears everything, as it is found out
     */
    RouteAudit(
            LocalNode local,
            NodePorts ports,
            ReceiptChecks receipts,
            NodeId destination,
            PingTerms terms,
            Duration answerTimeout,
            LinkOutcomes outcomes,
            LinkOutcomes trail) {
        this.local = local;
        this.ports = ports;
        this.receipts = receipts;
        this.destination = destination;
        this.terms = terms;
        this.answerTimeout = answerTimeout;
        this.outcomes = outcomes;
        this.trail = trail;
    }

    /** Asks the node that has signed for the ping with this entry, and those behind it. */
    void ask(RouteEntry passedBy, NodeContact taker) {
        route.add(passedBy);
        if (taker.id().equals(destination)) {
            passed.forEach(outcomes::saw);
            return;
        }
        if (route.size() > PingForwarder.MAX_ENTRIES) {
            return;
        }
        question(passedBy, taker, true);
    }

    /** Who is still handing the ping over is asked once more; who then has no answer to the question is silent. */
    private void question(RouteEntry passedBy, NodeContact taker, boolean first) {
        AuditRequest question = new AuditRequest(Transaction.mint(ports.random()), terms.nonce(), terms.routeIndex());
        ports.transport().request(taker, question, answerTimeout, outcome -> {
            switch (outcome) {
                case Outcome.Answered(AuditAnswer answer, var by) -> onShown(passedBy, by, answer);
                case Outcome.Answered(Response response, var _)
                when response.status().equals(Status.NOT_FOUND) -> {
                    if (!isTooLong()) {
                        saw(Kind.LOST, passedBy);
                    }
                }
                case Outcome.Answered(Response response, var _)
                when response.status().equals(Status.SERVICE_UNAVAILABLE) && first -> {
                    var _ = ports.scheduler().schedule(AGAIN, () -> question(passedBy, taker, false));
                }
                case Outcome.Answered _, Outcome.TimedOut _ -> saw(Kind.SILENT, passedBy);
                case Outcome.Unreachable unreachable -> {
                    if (!unreachable.isOverload()) {
                        saw(Kind.SILENT, passedBy);
                    }
                }
            }
        });
    }

    private void onShown(RouteEntry passedBy, NodeCertificate hop, AuditAnswer answer) {
        RouteEntry entry = answer.entry();
        boolean renewed = !entry.certificateHash().equals(hop.sha256());
        if (renewed || !receipts.isValid(answer.receipt())) {
            saw(Kind.SILENT, passedBy);
            return;
        }
        boolean fits = entry.signer().equals(passedBy.next())
                && entry.next().equals(answer.taker().id())
                && ports.verifier()
                        .verify(
                                hop,
                                SignedContent.hopEntry(local.overlay(), passedBy, entry.signer(), entry.next()),
                                entry.signature())
                && receipts.isGenuine(with(entry), answer.taker(), answer.receipt());
        boolean goesBack = with(entry).stream()
                .anyMatch(before -> before.signer().equals(answer.taker().id()));
        if (!fits || goesBack) {
            saw(Kind.CONTRADICTED, passedBy);
            return;
        }
        saw(Kind.PASSED, passedBy);
        ask(entry, answer.taker());
    }

    /** Nobody but the destination takes a ping with one entry more: whoever made the route so long is to blame. */
    private boolean isTooLong() {
        return route.size() >= PingForwarder.MAX_ENTRIES - 1;
    }

    private List<RouteEntry> with(RouteEntry next) {
        List<RouteEntry> longer = new ArrayList<>(route);
        longer.add(next);
        return longer;
    }

    /** Of the link over which the hop got the ping. */
    private void saw(Kind kind, RouteEntry passedBy) {
        LinkOutcome outcome = new LinkOutcome(
                kind,
                passedBy.signer(),
                passedBy.next(),
                destination,
                ports.clock().instant());
        trail.saw(outcome);
        if (kind == Kind.PASSED) {
            passed.add(outcome);
        } else {
            outcomes.saw(outcome);
        }
    }
}
