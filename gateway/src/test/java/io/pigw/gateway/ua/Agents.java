package io.pigw.gateway.ua;

import io.netty.channel.EventLoop;
import io.pigw.gateway.nexthop.CoreUri;
import io.pigw.gateway.nexthop.HopSource;
import io.pigw.gateway.nexthop.Hops;
import io.pigw.gateway.nexthop.Transport;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import java.util.Locale;

/** User agents for tests. */
final class Agents {

    private Agents() {}

    /** With one core on loopback. */
    static UserAgent of(
            SipTransport transport, int port, Transport by, SenderOptions options, EventLoop loop, SipMetrics metrics) {
        CoreUri core =
                CoreUri.parse("127.0.0.1:" + port + ";transport=" + by.name().toLowerCase(Locale.ROOT));
        return of(transport, Hops.of(loop, core), options, loop, metrics);
    }

    static UserAgent of(
            SipTransport transport, HopSource hops, SenderOptions options, EventLoop loop, SipMetrics metrics) {
        return new UserAgent(new HopSender(transport, hops, options, loop, metrics), () -> RouteSet.NONE);
    }
}
