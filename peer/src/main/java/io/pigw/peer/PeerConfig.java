package io.pigw.peer;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.Drain;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of one peer.
 *
 * @param identity its key and certificates
 * @param listen where other nodes connect; port 0 takes any free one. A client needs none, and does not listen
 * @param advertised the address that others are told, by default the one that it listens on
 * @param overlay the overlay's name and ring
 * @param csps all CSPs of the overlay; none: those of the signed list {@code csps.p7} beside the key
 * @param sos the Secure Opinion Servers, in the order in which they are asked; without one the first route that verifies is taken
 * @param store its database; peers of one process may share one
 * @param chord how often the ring is looked after
 * @param records what it says of itself in the ring
 * @param inboxCapacity the most messages that are kept, default 100000
 * @param admin where the inbox, metrics and health are served; absent for not at all
 * @param drain how long it waits at its end for what is under way, 0 to 10 minutes
 */
public record PeerConfig(
        IdentityConfig identity,
        @Nullable HostPort listen,
        @Nullable HostPort advertised,
        OverlayConfig overlay,
        @Default("[]") List<ContactConfig> csps,
        @Default("[]") List<ContactConfig> sos,
        StoreConfig store,
        @Default("{}") ChordConfig chord,
        @Default("{}") RecordsConfig records,
        @Default("100000") int inboxCapacity,
        @Nullable HostPort admin,
        @Default("8s") Duration drain) {

    /** Checks the ranges and copies the lists. */
    public PeerConfig {
        Drain.check(drain);
        csps = List.copyOf(csps);
        sos = List.copyOf(sos);
        if (inboxCapacity < 1) {
            throw new IllegalArgumentException("inboxCapacity must be at least 1");
        }
    }

    /** One that says of itself in the ring what it does by default. */
    public PeerConfig(
            IdentityConfig identity,
            @Nullable HostPort listen,
            @Nullable HostPort advertised,
            OverlayConfig overlay,
            List<ContactConfig> csps,
            List<ContactConfig> sos,
            StoreConfig store,
            ChordConfig chord,
            int inboxCapacity,
            @Nullable HostPort admin) {
        this(
                identity,
                listen,
                advertised,
                overlay,
                csps,
                sos,
                store,
                chord,
                RecordsConfig.DEFAULT,
                inboxCapacity,
                admin,
                Drain.USUAL);
    }

    /** The same with these CSPs. */
    PeerConfig withCsps(List<ContactConfig> known) {
        return new PeerConfig(
                identity, listen, advertised, overlay, known, sos, store, chord, records, inboxCapacity, admin, drain);
    }
}
