package io.pigw.gateway.nexthop;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One core at one address, whatever its state. */
public final class PlainCore implements HopSource {

    private final CoreUri core;
    private final Executor loop;

    /** A core whose name is looked up for each request. */
    public PlainCore(CoreUri core, Executor loop) {
        this.core = core;
        this.loop = loop;
    }

    @Override
    public void hops(String affinity, boolean large, Consumer<List<Hop>> then) {
        core.numeric()
                .ifPresentOrElse(
                        address -> then.accept(at(address, large)),
                        () -> Thread.startVirtualThread(() -> {
                            List<Hop> found = lookUp(large);
                            loop.execute(() -> then.accept(found));
                        }));
    }

    private List<Hop> lookUp(boolean large) {
        try {
            return at(InetAddress.getByName(core.host()), large);
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private List<Hop> at(InetAddress address, boolean large) {
        Transport transport = core.transport().orElse(Transport.UDP);
        Hop hop = new Hop(
                new InetSocketAddress(address, core.port().orElse(transport.defaultPort())), transport, core.host());
        List<Hop> hops = new ArrayList<>();
        if (large && !transport.isReliable()) {
            hops.add(hop.over(Transport.TCP));
        }
        hops.add(hop);
        return hops;
    }

    @Override
    public void report(Hop hop, HopReport report) {
        // it is the only one
    }
}
