package io.pigw.gateway.as;

import io.pigw.gateway.sip.CountingMetrics;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** An application server on loopback that takes every message in order and forgets it. */
final class FuzzServer implements AutoCloseable {

    final CountingMetrics metrics = new CountingMetrics();
    final AtomicLong accepted = new AtomicLong();
    final SipTransport transport;
    private final Loops loops = Loops.open(2);

    FuzzServer() {
        this(AsConfig.of(TrustDomain.of(List.of("127.0.0.1"))), _ -> {}, true);
    }

    /** Shows each message that it takes; without registrations it knows no REGISTER. */
    FuzzServer(AsConfig config, Consumer<ImsMessage> seen, boolean registrations) {
        try {
            transport = SipTransport.open(
                    SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty()), loops, metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ApplicationServer.serve(
                transport,
                config,
                new AsPorts(
                        message -> {
                            seen.accept(message);
                            return take();
                        },
                        registrations ? _ -> take() : null,
                        Clock.systemUTC(),
                        new Random(1)),
                metrics);
    }

    private CompletionStage<Answer> take() {
        accepted.incrementAndGet();
        return CompletableFuture.completedStage(Answer.of(200, "OK"));
    }

    int port() {
        return transport.local().port();
    }

    /** Messages that were read and judged. */
    long judged() {
        return (long) metrics.total(SipMetrics.RECEIVED)
                + metrics.total(SipMetrics.REFUSED)
                + metrics.total(SipMetrics.DROPPED);
    }

    /** Messages that something failed over. */
    int faults() {
        return metrics.of(SipMetrics.DROPPED, "fault");
    }

    @Override
    public void close() {
        transport.close();
        loops.close();
    }
}
