package io.pigw.gateway.sip;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The connections that we dialled, or are dialling, over one transport; at most so many. Thread-safe. */
final class Dialled {

    /**
     * What a connection can be used again for.
     *
     * @param peer the other end
     * @param serverName over TLS, what the other end has proved or has to; else empty
     */
    record Target(InetSocketAddress peer, String serverName) {}

    private final int limit;
    private final Map<Target, StreamChannel> open = new HashMap<>();

    Dialled(int limit) {
        this.limit = limit;
    }

    /** A usable connection, if there is one. */
    synchronized Optional<StreamChannel> existing(Target target) {
        return Optional.ofNullable(open.get(target)).filter(StreamChannel::isUsable);
    }

    /** A usable connection, dialled if there is none; empty if there are too many. */
    synchronized Optional<StreamChannel> to(Target target, Function<Target, StreamChannel> dial) {
        StreamChannel known = open.get(target);
        if (known != null && known.isUsable()) {
            return Optional.of(known);
        }
        if (known == null && open.size() >= limit) {
            return Optional.empty();
        }
        StreamChannel dialled = dial.apply(target);
        open.put(target, dialled);
        return Optional.of(dialled);
    }

    /** Forgets a connection that is closed, unless another has taken its place. */
    synchronized void remove(Target target, StreamChannel channel) {
        open.remove(target, channel);
    }

    synchronized int size() {
        return open.size();
    }

    /** Those of now. */
    synchronized List<StreamChannel> all() {
        return List.copyOf(open.values());
    }
}
