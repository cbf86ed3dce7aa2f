package io.pigw.gateway;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.runtime.config.ContactConfig;
import io.pigw.runtime.config.Default;
import io.pigw.runtime.config.OverlayConfig;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.store.StoreConfig;
import java.nio.file.Path;
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
 */
public record GatewayConfig(
        IdentityConfig identity,
        OverlayConfig overlay,
        @Default("[]") List<ContactConfig> csps,
        SipConfig sip,
        StoreConfig store,
        @Default("{}") DeliveryConfig delivery,
        @Nullable HostPort admin) {

    private static final String NAMES_FILE = "names.secret";

    /** Copies the list. */
    public GatewayConfig {
        csps = List.copyOf(csps);
        if (sip.domain().equalsIgnoreCase(overlay.name())) {
            throw new IllegalArgumentException(
                    "sip.domain is overlay.name too: the overlay and IMS need domains of their own");
        }
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
