package io.pigw.gateway;

import io.pigw.gateway.as.Admit;
import io.pigw.gateway.as.ApplicationServer;
import io.pigw.gateway.as.AsConfig;
import io.pigw.gateway.as.AsPorts;
import io.pigw.gateway.as.TrustDomain;
import io.pigw.gateway.sip.SipMetrics;
import io.pigw.gateway.sip.SipTransport;
import io.pigw.runtime.Environment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the application server between the SIP transport and the node. */
final class AsWiring {

    private static final Logger LOG = LoggerFactory.getLogger(AsWiring.class);

    private AsWiring() {}

    static void serve(
            SipTransport transport, SipConfig config, GatewayNode node, Environment environment, SipMetrics metrics) {
        ApplicationServer server = ApplicationServer.serve(
                transport,
                config(config),
                new AsPorts(node.acceptor(), node.imsUsers(), environment.clock(), environment.random()),
                metrics);
        environment.metrics().gauge("pigw_sip_in_flight", server::inFlight);
        environment.metrics().gauge("pigw_sip_admitted_share", server::admittedShare);
        environment.metrics().gauge("pigw_gateway_ims_users", node.imsUsers()::registered);
    }

    static AsConfig config(SipConfig config) {
        TrustDomain trustDomain = TrustDomain.of(config.trusted(), config.trustedNames());
        if (!config.trustedNames().isEmpty() && config.trusted().isEmpty()) {
            LOG.atWarn()
                    .log(
                            "sip.trusted is empty: before a certificate is seen the core is a stranger like any other, with whom it"
                                    + " shares the places of connections and handshakes; name its addresses in sip.trusted too");
        }
        Admit chosen = config.admit();
        Admit admit = chosen == null ? Admit.usual(trustDomain) : chosen;
        if (chosen == null && admit == Admit.ANYONE) {
            LOG.atWarn()
                    .log("nobody is in the trust domain: requests of anyone are taken, and their From is believed;"
                            + " name the core in sip.trusted, or set sip.admit to anyone");
        }
        return AsConfig.of(trustDomain, admit).withRecipientsPerHour(config.recipientsPerHour());
    }
}
