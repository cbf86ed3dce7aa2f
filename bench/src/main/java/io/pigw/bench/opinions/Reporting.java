package io.pigw.bench.opinions;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.TrustMessage;
import io.pigw.runtime.net.P2psipEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A CSP that reports, as CSPs do: the next when the last is stored. On the askers' loop. */
final class Reporting {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long PER_SECOND_NANOS = 1_000_000_000;

    private final EventLoop loop;
    private final P2psipEndpoint csp;
    private final NodeContact server;
    private final KnownNodes nodes;
    private long stored;
    private long failed;
    private boolean waits;

    Reporting(EventLoop loop, P2psipEndpoint csp, NodeContact server, KnownNodes nodes) {
        this.loop = loop;
        this.csp = csp;
        this.server = server;
        this.nodes = nodes;
    }

    /** Reports so many outcomes of that time, one report after the other. */
    CompletableFuture<Boolean> report(int outcomes, Instant at) {
        if (outcomes <= 0) {
            return CompletableFuture.completedFuture(true);
        }
        int now = Math.min(outcomes, TrustMessage.MAX_OUTCOMES);
        return one(now, at)
                .thenCompose(taken -> taken ? report(outcomes - now, at) : CompletableFuture.completedFuture(false));
    }

    /** Reports so many outcomes a second until that is cancelled. One that is due while the last is being stored is left out. */
    ScheduledFuture<?> every(int perSecond) {
        int size = Math.min(perSecond, TrustMessage.MAX_OUTCOMES);
        long interval = PER_SECOND_NANOS * size / perSecond;
        return loop.scheduleAtFixedRate(
                () -> {
                    if (!waits) {
                        var _ = one(size, Instant.now());
                    }
                },
                interval,
                interval,
                TimeUnit.NANOSECONDS);
    }

    private CompletableFuture<Boolean> one(int outcomes, Instant at) {
        CompletableFuture<Boolean> taken = new CompletableFuture<>();
        waits = true;
        csp.request(server, nodes.outcomes(outcomes, at), TIMEOUT, outcome -> {
            waits = false;
            boolean good = outcome instanceof Outcome.Answered(Response response, var _)
                    && response.status().code() == Status.OK.code();
            if (good) {
                stored += outcomes;
            } else {
                failed++;
            }
            taken.complete(good);
        });
        return taken;
    }

    /** Outcomes that the server has said are stored. */
    long stored() {
        return stored;
    }

    /** Reports that were not taken. */
    long failed() {
        return failed;
    }
}
