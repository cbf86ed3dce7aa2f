package io.pigw.runtime.admin;

import io.netty.channel.Channel;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The connections of a port that demands certificates. Half of the places are kept for callers who were admitted; the others
 * share the other half, an address a quarter of all at most. Where these are taken, a newcomer gets the place of one that has
 * shown no certificate yet, or of the oldest: of its own address, or of the one that has the most. Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Netty's channels tell of failures by their close
final class AdminPlaces {

    private static final int NETWORK_BYTES = 8;

    private final int strangers;
    private final int ofAddress;
    private final int admitted;
    private final Map<String, Set<Place>> strangersByShare = new HashMap<>();
    private int strangersOpen;
    private int admittedOpen;
    private long taken;

    /**
     * Places, all free.
     *
     * @param all 4 at least
     */
    AdminPlaces(int all) {
        this.strangers = Math.max(1, all / 2);
        this.ofAddress = Math.max(1, all / 4);
        this.admitted = all - strangers;
    }

    /** What is known of a caller. */
    private enum Standing {
        /** No certificate yet. */
        NEW,
        /** He has shown one that the handshake let through, and was not judged yet. */
        SHOWN,
        /** He may come in, and has a place of those that are kept. */
        ADMITTED,
        /** He has left, or had to. */
        GONE
    }

    /** One connection's. */
    final class Place {
        private final Channel channel;
        private final String share;
        private final long number;
        private Standing standing = Standing.NEW;

        private Place(Channel channel, long number) {
            this.channel = channel;
            this.number = number;
            this.share = share(channel.remoteAddress());
        }

        /** The handshake has ended well. */
        void shown() {
            synchronized (AdminPlaces.this) {
                if (standing == Standing.NEW) {
                    standing = Standing.SHOWN;
                }
            }
        }

        /** The caller may come in: nobody gets his place, if one of those is free that are kept. */
        void admitted() {
            synchronized (AdminPlaces.this) {
                if (standing == Standing.SHOWN && admittedOpen < admitted) {
                    forget(this);
                    standing = Standing.ADMITTED;
                    admittedOpen++;
                }
            }
        }

        private void left() {
            synchronized (AdminPlaces.this) {
                forget(this);
            }
        }
    }

    /** A place for a newcomer, perhaps that of another, which is closed; free again when its channel closes. */
    Place take(Channel channel) {
        Place place;
        List<Place> given = new ArrayList<>();
        synchronized (this) {
            place = new Place(channel, taken++);
            Set<Place> own = strangersByShare.getOrDefault(place.share, Set.of());
            if (own.size() >= ofAddress) {
                giveUp(own, given);
            }
            if (strangersOpen >= strangers) {
                giveUp(most(), given);
            }
            strangersByShare
                    .computeIfAbsent(place.share, _ -> new LinkedHashSet<>())
                    .add(place);
            strangersOpen++;
        }
        given.forEach(other -> other.channel.close());
        channel.closeFuture().addListener(_ -> place.left());
        return place;
    }

    /** Those of the address that has the most, or of all such addresses. */
    private List<Place> most() {
        int most = strangersByShare.values().stream().mapToInt(Set::size).max().orElse(0);
        return strangersByShare.values().stream()
                .filter(places -> places.size() == most)
                .flatMap(Set::stream)
                .toList();
    }

    private void giveUp(Collection<Place> among, List<Place> given) {
        Optional<Place> least = among.stream()
                .min(Comparator.comparing((Place place) -> place.standing).thenComparingLong(place -> place.number));
        least.ifPresent(place -> {
            forget(place);
            given.add(place);
        });
    }

    private void forget(Place place) {
        switch (place.standing) {
            case NEW, SHOWN -> {
                Set<Place> own = strangersByShare.getOrDefault(place.share, Set.of());
                own.remove(place);
                strangersOpen--;
                if (own.isEmpty()) {
                    strangersByShare.remove(place.share);
                }
            }
            case ADMITTED -> admittedOpen--;
            case GONE -> {}
        }
        place.standing = Standing.GONE;
    }

    /** Whom an address is counted with: an IPv6 host with its whole /64, for it can take any address in there. */
    private static String share(SocketAddress remote) {
        if (!(remote instanceof InetSocketAddress inet) || inet.getAddress() == null) {
            return "unknown";
        }
        InetAddress address = inet.getAddress();
        return address instanceof Inet6Address six
                ? HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES)
                : address.getHostAddress();
    }
}
