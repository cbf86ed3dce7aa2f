package io.pigw.gateway;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.pigw.gateway.nexthop.CoreStatus;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.Families;
import io.pigw.gateway.nexthop.NextHopOptions;
import io.pigw.gateway.nexthop.NextHops;
import io.pigw.gateway.nexthop.Prober;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.gateway.ua.HopSender;
import io.pigw.gateway.ua.OptionsPinger;
import io.pigw.gateway.ua.RequestSender;
import io.pigw.gateway.ua.SenderOptions;
import io.pigw.overlay.port.Scheduler;
import io.pigw.runtime.Environment;
import io.pigw.runtime.net.P2psipEndpoint;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The way to the IMS core: its servers, their state, and what sends to them. On the endpoint's loop. */
final class CoreSide {

    private final EventLoop loop;
    private final NextHops hops;
    private final HopSender sender;
    private final @Nullable Prober prober;

    private CoreSide(EventLoop loop, NextHops hops, HopSender sender, @Nullable Prober prober) {
        this.loop = loop;
        this.hops = hops;
        this.sender = sender;
        this.prober = prober;
    }

    static CoreSide of(
            GatewayConfig config,
            Environment environment,
            P2psipEndpoint endpoint,
            SipTransport sip,
            SipMetrics sipMetrics) {
        EventLoop loop = endpoint.loop();
        Scheduler scheduler = endpoint.scheduler();
        Duration probe = config.sip().nextHop().probe();
        NextHopOptions options = new NextHopOptions(
                Stream.of(Transport.values())
                        .filter(by -> sip.speaks(by.name()))
                        .toList(),
                Families.of(Objects.requireNonNull(
                        NetUtil.createInetAddressFromIpAddressString(sip.local().host()))),
                config.sip().nextHop().dnsServers(),
                probe);
        NextHops hops = new NextHops(CoreUri.list(config.sip().core()), options, loop, scheduler, environment.clock());
        HopSender sender =
                new HopSender(sip, hops, SenderOptions.of(config.delivery().maxInFlight()), loop, sipMetrics);
        OptionsPinger pinger = new OptionsPinger(
                sender,
                config.sip().domain(),
                config.sip().identities().stream()
                        .findFirst()
                        .map(user -> "sip:" + user)
                        .orElse("sip:" + config.overlay().name()),
                scheduler,
                environment.random());
        Prober prober = probe.isZero() ? null : new Prober(hops, pinger, probe, loop, scheduler, environment.random());
        environment
                .metrics()
                .gauge("pigw_gateway_core_servers", () -> hops.status().servers());
        environment
                .metrics()
                .gauge("pigw_gateway_core_servers_up", () -> hops.status().up());
        return new CoreSide(loop, hops, sender, prober);
    }

    /** Sends requests to the core. */
    RequestSender sender() {
        return sender;
    }

    /** How the core is. Any thread. */
    CoreStatus status() {
        return hops.status();
    }

    /** Looks for the core and watches it. Any thread. */
    void start() {
        loop.execute(() -> {
            hops.start();
            if (prober != null) {
                prober.start();
            }
        });
    }

    /** On the loop. */
    void close() {
        hops.close();
        if (prober != null) {
            prober.close();
        }
    }
}
