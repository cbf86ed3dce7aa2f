package io.pigw.sos;

import io.pigw.p2psip.HostPort;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import org.jspecify.annotations.Nullable;

/**
 * Configuration of an opinion server.
 *
 * @param identity its key and certificates
 * @param listen where peers and CSPs connect; port 0 takes any free one
 * @param overlay the overlay's name and ring
 * @param store its database
 * @param opinions how opinions are made
 * @param admin where metrics and health are served; absent for not at all
 */
public record SosConfig(
        IdentityConfig identity,
        HostPort listen,
        OverlayConfig overlay,
        StoreConfig store,
        @Default("{}") OpinionConfig opinions,
        @Nullable HostPort admin) {}
