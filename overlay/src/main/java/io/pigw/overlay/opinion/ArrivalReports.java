package io.pigw.overlay.opinion;

import io.pigw.overlay.ping.ArrivalListener;
import io.pigw.overlay.port.NodePorts;
import io.pigw.p2psip.message.LinkOutcome;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A destination reports the pings that arrived at it and verified, if they came over links of which it has said nothing lately. */
public final class ArrivalReports implements ArrivalListener {

    /** From an arrival to its report, which tells of those that follow too. */
    static final Duration DELAY = Duration.ofMinutes(5);

    static final int MAX_WAITING = 64;

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Of the pings of one report: some less than a body may have. */
    private static final int MAX_BYTES = 60_000;

    private static final int HEAD_BYTES = 640;

    /** Two IDs, a hash and a signature of the greatest size, in text. */
    private static final int ENTRY_BYTES = 480;

    private final NodePorts ports;
    private final RecentLinks links = new RecentLinks();
    private final Batch<PingRequest> batch;

    /** Of one node. */
    public ArrivalReports(OpinionServers servers, NodePorts ports) {
        this.ports = ports;
        this.batch = new Batch<>(
                ports.scheduler(),
                TrustMessage.MAX_PINGS,
                MAX_WAITING,
                (pings, done) -> report(servers, new ArrayDeque<>(pings), () -> done.accept(List.of())));
    }

    @Override
    public void arrived(List<PingRequest> pings) {
        Instant now = ports.clock().instant();
        for (PingRequest ping : pings) {
            if (isNews(ping, now) && batch.add(ping, DELAY)) {
                for (RouteEntry entry : ping.route()) {
                    links.said(entry.signer(), entry.next(), LinkOutcome.Kind.PASSED, now);
                }
            }
        }
    }

    /** In as many reports as they fit. */
    private static void report(OpinionServers servers, Deque<PingRequest> left, Runnable done) {
        List<PingRequest> next = new ArrayList<>();
        int bytes = 0;
        while (!left.isEmpty() && (next.isEmpty() || bytes + size(left.getFirst()) <= MAX_BYTES)) {
            bytes += size(left.getFirst());
            next.add(left.removeFirst());
        }
        if (next.isEmpty()) {
            done.run();
            return;
        }
        servers.ask(
                transaction -> new TrustMessage.EvidenceReport(transaction, next),
                TIMEOUT,
                _ -> report(servers, left, done));
    }

    /** Of a ping within a report, at most. */
    private static int size(PingRequest ping) {
        return HEAD_BYTES
                + ping.route().size() * ENTRY_BYTES
                + ping.certificates().stream()
                        .mapToInt(certificate -> Short.BYTES + certificate.size())
                        .sum();
    }

    private boolean isNews(PingRequest ping, Instant now) {
        return ping.route().stream()
                .anyMatch(entry -> links.isNews(entry.signer(), entry.next(), LinkOutcome.Kind.PASSED, now));
    }
}
