package io.pigw.gateway.sip;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The stream connections that are open or being dialled, by the other end; at most so many. Thread-safe. */
final class Connections {

    private final int limit;
    private final Map<InetSocketAddress, TcpSipChannel> byPeer = new HashMap<>();

    Connections(int limit) {
        this.limit = limit;
    }

    /** Notes an accepted connection; false if there are too many. */
    synchronized boolean add(TcpSipChannel channel) {
        if (byPeer.size() >= limit) {
            return false;
        }
        byPeer.put(channel.peer(), channel);
        return true;
    }

    /** A usable connection to the peer, dialled if there is none; empty if there are too many. */
    synchronized Optional<TcpSipChannel> to(InetSocketAddress peer, Function<InetSocketAddress, TcpSipChannel> dial) {
        TcpSipChannel known = byPeer.get(peer);
        if (known != null && known.isUsable()) {
            return Optional.of(known);
        }
        if (byPeer.size() >= limit) {
            return Optional.empty();
        }
        TcpSipChannel dialled = dial.apply(peer);
        byPeer.put(peer, dialled);
        return Optional.of(dialled);
    }

    /** Forgets a connection that is closed, unless another has taken its place. */
    synchronized void remove(TcpSipChannel channel) {
        byPeer.remove(channel.peer(), channel);
    }

    synchronized int size() {
        return byPeer.size();
    }

    void closeAll() {
        for (TcpSipChannel channel : snapshot()) {
            channel.close();
        }
    }

    private synchronized List<TcpSipChannel> snapshot() {
        return List.copyOf(byPeer.values());
    }
}
