package io.pigw.gateway.as;

import io.pigw.gateway.sip.ConnectionRules;
import io.pigw.gateway.sip.CountingMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** An application server on loopback whose acceptor remembers and answers 200, or as it is told. */
final class AsFixture implements AutoCloseable, MessageAcceptor {

    final Loops loops = Loops.open(2);
    final CountingMetrics metrics = new CountingMetrics();
    final List<ImsMessage> accepted = new CopyOnWriteArrayList<>();
    final SipTransport transport;
    final ApplicationServer server;
    volatile CompletionStage<Answer> next = CompletableFuture.completedStage(Answer.of(200, "OK"));

    final List<ThirdPartyRegistration> registered = new CopyOnWriteArrayList<>();
    volatile Optional<Answer> refusal = Optional.empty();

    AsFixture() {
        this(AsConfig.of(TrustDomain.of(List.of("127.0.0.1"))));
    }

    AsFixture(AsConfig config) {
        try {
            ConnectionRules rules = ConnectionRules.DEFAULT.trusting(InetAddress::isLoopbackAddress);
            transport = SipTransport.open(
                    SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty())
                            .withConnections(rules),
                    loops,
                    metrics);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        AsPorts ports = new AsPorts(this, this::register, Clock.systemUTC(), new Random(1));
        server = ApplicationServer.serve(transport, config, ports, metrics);
    }

    int port() {
        return transport.local().port();
    }

    @Override
    public CompletionStage<Answer> accept(ImsMessage message) {
        accepted.add(message);
        return next;
    }

    @Override
    public Optional<Answer> refusal() {
        return refusal;
    }

    private CompletionStage<Answer> register(ThirdPartyRegistration registration) {
        registered.add(registration);
        return next;
    }

    @Override
    public void close() {
        transport.close();
        loops.close();
    }
}
