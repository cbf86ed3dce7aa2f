package io.pigw.gateway.registration;

import io.netty.channel.EventLoop;
import io.pigw.gateway.isim.IsimIdentity;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.Hops;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.sip.SipTransportConfig;
import io.pigw.gateway.ua.HopSender;
import io.pigw.gateway.ua.SenderOptions;
import io.pigw.p2psip.HostPort;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.metrics.Metrics;
import io.pigw.runtime.net.LoopScheduler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The registration over real sockets. */
final class Ue implements AutoCloseable {

    static final IsimIdentity IDENTITY =
            new IsimIdentity(AkaAnswer.USER, List.of("sip:pigw@ims.example.net"), AkaAnswer.REALM);
    static final Metrics METRICS = new Metrics();

    final RegistrationService service;
    private final Loops loops = Loops.open(1);
    private final SipTransport transport;

    Ue(Credentials credentials, int corePort, String by, RandomGenerator random) throws IOException {
        EventLoop loop = loops.next();
        transport = SipTransport.open(
                SipTransportConfig.of(new HostPort("127.0.0.1", 0), Optional.empty()), loops, SipMetrics.NONE);
        HopSender sender = new HopSender(
                transport,
                Hops.of(loop, CoreUri.parse("127.0.0.1:" + corePort + ";transport=" + by)),
                new SenderOptions(10, 100),
                loop,
                SipMetrics.NONE);
        RegistrationConfig config = new RegistrationConfig(
                new RegistrationConfig.Soft(AkaAnswer.USER, IDENTITY.impus(), null, Path.of("none"), Path.of("none")),
                null,
                null,
                "pigw",
                Duration.ofMinutes(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(1));
        service = new RegistrationService(
                config,
                credentials,
                FakeCore.CONTACT,
                new RegistrationService.Parts(
                        sender, loop, new LoopScheduler(loop), Clock.systemUTC(), random, METRICS));
    }

    @Override
    public void close() {
        service.close();
        transport.close();
        loops.close();
    }
}
