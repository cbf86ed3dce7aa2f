package io.pigw.gateway.ua;

import io.pigw.gateway.nexthop.Hop;
import io.pigw.gateway.nexthop.HopReport;
import io.pigw.gateway.nexthop.Pinger;
import io.pigw.overlay.port.Scheduler;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;

/** Asks a hop by OPTIONS whether it is there (RFC 3261 §11): any answer will do. */
public final class OptionsPinger implements Pinger {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int RANDOM_BYTES = 8;

    private final HopSender sender;
    private final String domain;
    private final String self;
    private final Scheduler scheduler;
    private final RandomGenerator random;

    /**
     * A pinger.
     *
     * @param domain what is asked
     * @param self who asks: a SIP URI
     * @param scheduler ends the wait
     */
    public OptionsPinger(HopSender sender, String domain, String self, Scheduler scheduler, RandomGenerator random) {
        this.sender = sender;
        this.domain = domain;
        this.self = self;
        this.scheduler = scheduler;
        this.random = random;
    }

    @Override
    public CompletionStage<HopReport> ping(Hop hop) {
        CompletableFuture<HopReport> report = new CompletableFuture<>();
        Scheduler.Cancellable limit = scheduler.schedule(PATIENCE, () -> report.complete(new HopReport.Silent()));
        sender.sendTo(hop, request()).thenAccept(outcome -> {
            limit.cancel();
            report.complete(HopSender.report(outcome));
        });
        return report.minimalCompletionStage();
    }

    private SipRequest request() {
        return new SipRequest(
                "OPTIONS",
                "sip:" + domain,
                self,
                hex(),
                "sip:" + domain,
                hex() + hex(),
                1,
                "z9hG4bK" + hex(),
                0,
                RouteSet.NONE,
                List.of(),
                Optional.empty());
    }

    private String hex() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
