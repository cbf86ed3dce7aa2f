package io.pigw.gateway.nexthop;

import io.netty.channel.EventLoop;
import io.pigw.runtime.net.LoopScheduler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Started hops for tests, over the system's DNS and unwatched. */
public final class Hops {

    private Hops() {}

    /** On loopback by UDP. */
    public static Hop at(int port) {
        return new Hop(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Transport.UDP, "127.0.0.1");
    }

    public static NextHops of(EventLoop loop, CoreUri... cores) {
        NextHopOptions options = new NextHopOptions(
                List.of(Transport.UDP, Transport.TCP), new Families(false, true), List.of(), Duration.ZERO);
        NextHops hops = new NextHops(List.of(cores), options, loop, new LoopScheduler(loop), Clock.systemUTC());
        loop.execute(hops::start);
        return hops;
    }
}
