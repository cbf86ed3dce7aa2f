package io.pigw.sos;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.RenewalConfig;
import io.pigw.runtime.store.StoreConfig;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an opinion server.
 *
 * @param identity its key and certificates
 * @param listen where peers and CSPs connect; port 0 takes any free one
 * @param overlay the overlay's name and ring
 * @param store its database
 * @param opinions how opinions are made
 * @param condemnation when a bad opinion has settled, and what comes of it
 * @param exclusions where nodes are proposed for exclusion; absent: nowhere
 * @param admin where metrics and health are served; absent for not at all
 */
public record SosConfig(
        IdentityConfig identity,
        HostPort listen,
        OverlayConfig overlay,
        StoreConfig store,
        @Default("{}") OpinionConfig opinions,
        @Default("{}") CondemnationConfig condemnation,
        @Nullable ExclusionConfig exclusions,
        @Nullable HostPort admin) {

    /** Checks that it is known where nodes are proposed for exclusion. */
    public SosConfig {
        if (exclusions != null) {
            var _ = exclusions.uri(renewal(identity));
        } else if (condemnation.action() == CondemnationAction.REVOKE) {
            throw new IllegalArgumentException("condemnation.action revoke needs to know where nodes are proposed for"
                    + " exclusion: give exclusions (such as {est: https://HOST:PORT/.well-known/est}, or {} beside"
                    + " identity.renewal), or write condemnation.action: quarantine");
        }
    }

    /** The enrollment server that takes proposals to exclude a node; empty: none are made. */
    public Optional<URI> exclusionsAt() {
        return Optional.ofNullable(exclusions).map(section -> section.uri(renewal(identity)));
    }

    private static @Nullable URI renewal(IdentityConfig identity) {
        RenewalConfig renewal = identity.renewal();
        return renewal == null ? null : renewal.uri();
    }
}
