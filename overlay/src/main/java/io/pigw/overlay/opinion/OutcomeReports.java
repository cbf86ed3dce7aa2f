package io.pigw.overlay.opinion;

import io.pigw.overlay.ping.LinkOutcomes;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A CSP reports what it saw of links, if it has said no such thing of them lately. */
public final class OutcomeReports implements LinkOutcomes {

    /** From a bad outcome to its report. */
    static final Duration SOON = Duration.ofSeconds(2);

    /** From a good outcome to its report, which tells of those that follow too. */
    static final Duration DELAY = Duration.ofSeconds(20);

    static final int MAX_WAITING = 1_024;

    /** How old an outcome may be that is reported again: half of what a server takes. */
    static final Duration WORTH = Duration.ofMinutes(5);

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final NodePorts ports;
    private final RecentLinks links = new RecentLinks();
    private final Batch<LinkOutcome> batch;

    /** Of one CSP. */
    public OutcomeReports(OpinionServers servers, NodePorts ports) {
        this.ports = ports;
        this.batch = new Batch<>(
                ports.scheduler(),
                TrustMessage.MAX_OUTCOMES,
                MAX_WAITING,
                (outcomes, done) -> servers.ask(
                        transaction -> new TrustMessage.OutcomeReport(transaction, outcomes),
                        TIMEOUT,
                        answer -> done.accept(isTaken(answer) ? List.of() : worth(outcomes))));
    }

    /** Not if nobody answered, or whoever did had no room. */
    private static boolean isTaken(Optional<P2psipMessage> answer) {
        return answer.isPresent()
                && !(answer.get() instanceof Response response
                        && response.status().equals(Status.SERVICE_UNAVAILABLE));
    }

    /** Those that a server would still take. */
    private List<LinkOutcome> worth(List<LinkOutcome> outcomes) {
        Instant earliest = ports.clock().instant().minus(WORTH);
        return outcomes.stream()
                .filter(outcome -> outcome.at().isAfter(earliest))
                .toList();
    }

    @Override
    public void saw(LinkOutcome outcome) {
        Instant now = ports.clock().instant();
        boolean good = outcome.kind().isGood();
        if (links.isNews(outcome.observer(), outcome.subject(), outcome.kind(), now)
                && batch.add(outcome, good ? DELAY : SOON)) {
            links.said(outcome.observer(), outcome.subject(), outcome.kind(), now);
        }
    }
}
