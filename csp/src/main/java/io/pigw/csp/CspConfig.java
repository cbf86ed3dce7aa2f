package io.pigw.csp;

import io.pigw.csp.relay.PeerRelayOptions.OutOfRange;
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
 * Configuration of a CSP.
 *
 * @param identity its key and certificates
 * @param listen where peers, CSPs and gateways connect; port 0 takes any free one
 * @param advertised the address that others are told, by default the one that it listens on
 * @param overlay the overlay's name and ring
 * @param csps all CSPs of the overlay; this one may be among them
 * @param sos the Secure Opinion Servers, in the order in which they are asked; without one no route is audited and nothing told
 * @param store its database
 * @param ping multicast pings
 * @param locate how peers are found, default {@link LocateMode#PING}
 * @param outOfRange what happens to a message of a peer outside the arc, default {@link OutOfRange#REDIRECT}
 * @param backbone the operator's address ranges, such as {@code 10.0.0.0/8}, where no peer is dialled
 * @param limits on what peers and gateways may ask
 * @param admin where metrics and health are served; absent for not at all
 * @param drain how long it waits at its end for what is under way, 0 to 10 minutes
 */
public record CspConfig(
        IdentityConfig identity,
        HostPort listen,
        @Nullable HostPort advertised,
        OverlayConfig overlay,
        List<ContactConfig> csps,
        @Default("[]") List<ContactConfig> sos,
        StoreConfig store,
        @Default("{}") PingConfig ping,
        @Default("ping") LocateMode locate,
        @Default("redirect") OutOfRange outOfRange,
        @Default("[]") List<String> backbone,
        @Default("{}") LimitsConfig limits,
        @Nullable HostPort admin,
        @Default("8s") Duration drain) {

    /** Checks the ranges and copies the lists. */
    public CspConfig {
        Drain.check(drain);
        csps = List.copyOf(csps);
        sos = List.copyOf(sos);
        backbone = List.copyOf(backbone);
    }

    /** One that waits at its end as long as is usual. */
    public CspConfig(
            IdentityConfig identity,
            HostPort listen,
            @Nullable HostPort advertised,
            OverlayConfig overlay,
            List<ContactConfig> csps,
            List<ContactConfig> sos,
            StoreConfig store,
            PingConfig ping,
            LocateMode locate,
            OutOfRange outOfRange,
            List<String> backbone,
            LimitsConfig limits,
            @Nullable HostPort admin) {
        this(
                identity,
                listen,
                advertised,
                overlay,
                csps,
                sos,
                store,
                ping,
                locate,
                outOfRange,
                backbone,
                limits,
                admin,
                Drain.USUAL);
    }
}
