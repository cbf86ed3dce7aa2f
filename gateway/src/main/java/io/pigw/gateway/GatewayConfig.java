package io.pigw.gateway;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.Drain;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A gateway.
 *
 * @param identity its key and certificate, of role gateway
 * @param overlay the P2PSIP side
 * @param csps to dial at first; those of earlier runs are dialled too
 * @param sip the IMS side
 * @param store its database
 * @param delivery times and limits
 * @param admin where metrics and health are served; nowhere when absent
 * @param drain how long it waits at its end for what is under way, 0 to 10 minutes
 */
public record GatewayConfig(
        IdentityConfig identity,
        OverlayConfig overlay,
        @Default("[]") List<ContactConfig> csps,
        SipConfig sip,
        StoreConfig store,
        @Default("{}") DeliveryConfig delivery,
        @Nullable HostPort admin,
        @Default("8s") Duration drain) {

    private static final String NAMES_FILE = "names.secret";

    /** Checks the ranges and copies the list. */
    public GatewayConfig {
        Drain.check(drain);
        if (delivery.shared() && store.postgresql() == null) {
            throw new IllegalArgumentException(
                    "delivery.shared needs a database that gateways can share: give store.postgresql instead of store.directory");
        }
        csps = List.copyOf(csps);
        if (sip.domain().equalsIgnoreCase(overlay.name())) {
            throw new IllegalArgumentException(
                    "sip.domain is overlay.name too: the overlay and IMS need domains of their own");
        }
    }

    /** One that waits at its end as long as is usual. */
    public GatewayConfig(
            IdentityConfig identity,
            OverlayConfig overlay,
            List<ContactConfig> csps,
            SipConfig sip,
            StoreConfig store,
            DeliveryConfig delivery,
            @Nullable HostPort admin) {
        this(identity, overlay, csps, sip, store, delivery, admin, Drain.USUAL);
    }

    /** Where the secret is that names messages. */
    Path namesFile() {
        Path file = delivery.secretFile();
        return file == null ? identity.certificates().resolveSibling(NAMES_FILE) : file;
    }

    List<NodeContact> contacts() {
        return csps.stream().map(ContactConfig::contact).toList();
    }
}
