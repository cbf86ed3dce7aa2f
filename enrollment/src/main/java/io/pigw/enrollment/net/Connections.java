package io.pigw.enrollment.net;

import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is connected. Each address has a share; a newcomer beyond it, or beyond the whole, takes the place of the connection
 * of least use: of its own address, or of the one that has the most. One whose request is at work is never given up, so
 * that a flood of connections costs an honest client that shares its address no answer. Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
public final class Connections {

    private final int all;
    private final int ofAddress;
    private final Map<String, Set<Connection>> byShare = new HashMap<>();
    private int open;

    /**
     * Nobody yet.
     *
     * @param all open at once, 1 or more
     * @param ofAddress of those, of one address
     */
    public Connections(int all, int ofAddress) {
        this.all = all;
        this.ofAddress = ofAddress;
    }

    /** What a connection is doing, in the order in which it is given up. */
    public enum State {
        /** It waits for a refusal that is answered late. */
        LATE,
        /** It has had an answer, though none that a stranger could not have, and asks or will ask another time. */
        KEPT,
        /** It has had no answer yet. */
        NEW,
        /** It has got a certificate, and may ask for another. */
        PROVEN,
        /** Its request is at work. */
        AT_WORK
    }

    /** One of them. Its state belongs to the channel's loop; others see it a little late. */
    public static final class Connection {
        private final Channel channel;
        private final ClientAddress address;
        private volatile State state = State.NEW;

        /** One that has had no answer yet. */
        public Connection(Channel channel, ClientAddress address) {
            this.channel = channel;
            this.address = address;
        }

        /** Where it comes from. */
        public ClientAddress address() {
            return address;
        }

        /** The channel, which is closed when it is given up. */
        public Channel channel() {
            return channel;
        }

        /** What it does from now on. */
        public void is(State now) {
            state = now;
        }
    }

    /** Whether there is room, perhaps after another has been given up, which is closed then. */
    public boolean admit(Connection connection) {
        List<Connection> given = new ArrayList<>();
        boolean isAdmitted = admit(connection, given);
        given.forEach(other -> other.channel.close());
        return isAdmitted;
    }

    private synchronized boolean admit(Connection connection, List<Connection> given) {
        String share = connection.address().share();
        Set<Connection> own = byShare.getOrDefault(share, Set.of());
        if (own.size() >= ofAddress && !giveUp(own, given)) {
            return false;
        }
        if (open >= all && !giveUp(most(), given)) {
            return false;
        }
        byShare.computeIfAbsent(share, _ -> new LinkedHashSet<>()).add(connection);
        open++;
        return true;
    }

    /** It is closed. */
    public synchronized void left(Connection connection) {
        Set<Connection> own = byShare.get(connection.address().share());
        if (own != null && own.remove(connection)) {
            open--;
            if (own.isEmpty()) {
                byShare.remove(connection.address().share());
            }
        }
    }

    private Set<Connection> most() {
        return byShare.values().stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
    }

    /** Gives up the oldest of those that are of least use. */
    private boolean giveUp(Set<Connection> among, List<Connection> given) {
        Optional<Connection> least = among.stream()
                .filter(connection -> connection.state != State.AT_WORK)
                .min(Comparator.comparing(connection -> connection.state));
        least.ifPresent(connection -> {
            left(connection);
            given.add(connection);
        });
        return least.isPresent();
    }
}
