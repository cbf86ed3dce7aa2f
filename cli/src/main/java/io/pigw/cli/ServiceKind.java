package io.pigw.cli;

import io.pigw.csp.CspConfig;
import io.pigw.enrollment.EnrollmentConfig;
import io.pigw.gateway.GatewayConfig;
import io.pigw.peer.PeerConfig;
import io.pigw.sos.SosConfig;
import java.util.Locale;

/** A service that reads a configuration. */
enum ServiceKind {
    ENROLLMENT(EnrollmentConfig.class),
    SOS(SosConfig.class),
    CSP(CspConfig.class),
    GATEWAY(GatewayConfig.class),
    PEER(PeerConfig.class);

    private final Class<? extends Record> configuration;

    ServiceKind(Class<? extends Record> configuration) {
        this.configuration = configuration;
    }

    /** The record that its file is read into. */
    Class<? extends Record> configuration() {
        return configuration;
    }

    /** As in {@code pigw NAME --config FILE}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
