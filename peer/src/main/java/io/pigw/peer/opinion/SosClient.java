package io.pigw.peer.opinion;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks the Secure Opinion Server which route to trust (the paper, §3.1 steps 7 and 8) and reports the pings that arrived. Reports
 * wait for one another and are dropped when too many do: they steer, nothing depends on one of them. On the peer's thread.
 */
public final class SosClient {

    private static final int MAX_WAITING = 64;
    private static final int MAX_IN_REPORT = 32;
    private static final Duration REPORT_TIMEOUT = Duration.ofSeconds(5);

    private final NodeContact sos;
    private final NodePorts ports;
    private final Duration opinionTimeout;
    private final ReportedLinks links = new ReportedLinks();
    private final Set<PingRequest> waiting = new LinkedHashSet<>();
    private boolean reporting;

    /**
     * Of one peer.
     *
     * @param opinionTimeout how long the SOS may take before the first route that verified is taken
     */
    public SosClient(NodeContact sos, NodePorts ports, Duration opinionTimeout) {
        this.sos = sos;
        this.ports = ports;
        this.opinionTimeout = opinionTimeout;
    }

    /**
     * Asks.
     *
     * @param chosen gets the index of the most trustful route; empty when there is no answer
     */
    public void choose(List<List<NodeId>> routes, Consumer<Optional<Integer>> chosen) {
        TrustMessage.OpinionRequest request = new TrustMessage.OpinionRequest(Transaction.mint(ports.random()), routes);
        ports.transport()
                .request(
                        sos,
                        request,
                        opinionTimeout,
                        outcome -> chosen.accept(
                                outcome
                                                        instanceof
                                                        Outcome.Answered(
                                                                TrustMessage.OpinionResponse opinion,
                                                                NodeCertificate _)
                                                && opinion.chosen() >= 0
                                                && opinion.chosen() < routes.size()
                                        ? Optional.of(opinion.chosen())
                                        : Optional.empty()));
    }

    /** Pings arrived and verified: reports those that say something new. */
    public void arrived(List<PingRequest> pings) {
        Instant now = ports.clock().instant();
        for (PingRequest ping : pings) {
            if (waiting.size() < MAX_WAITING && links.isNews(ping, now)) {
                links.reported(ping, now);
                waiting.add(ping);
            }
        }
        report();
    }

    private void report() {
        if (reporting || waiting.isEmpty()) {
            return;
        }
        reporting = true;
        List<PingRequest> batch = waiting.stream().limit(MAX_IN_REPORT).toList();
        batch.forEach(waiting::remove);
        ports.transport()
                .request(
                        sos,
                        new TrustMessage.EvidenceReport(Transaction.mint(ports.random()), batch),
                        REPORT_TIMEOUT,
                        _ -> {
                            reporting = false;
                            report();
                        });
    }
}
