package io.pigw.runtime.renewal;

import io.pigw.overlay.port.Role;
import io.pigw.runtime.est.CspListFile;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.est.SignedCspList;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An enrollment server as one node sees it: with each certificate it gives the list of CSPs, which lives as long, to those who
 * begin with it.
 *
 * @param clients asks the server
 * @param csps where the list is kept
 * @param clock the time of day
 */
record EnrollmentServer(Clients clients, CspListFile csps, InstantSource clock) implements CertificateSource {

    private static final Logger LOG = LoggerFactory.getLogger(EnrollmentServer.class);

    /** Gives a client of the server. */
    @FunctionalInterface
    interface Clients {
        /** The one, perhaps new. */
        EstClient client() throws IOException;
    }

    @Override
    public EstOutcome renew(NodeIdentity current, KeyPair fresh) throws IOException, InterruptedException {
        return clients.client().reenroll(current, fresh);
    }

    /** The certificate is there: a list that is not is no reason to fail, the one before stays. */
    @Override
    public void renewed(NodeIdentity next) throws InterruptedException {
        Role role = next.certificate().role();
        if (role != Role.PEER && role != Role.CLIENT) {
            return; // the operator's own nodes have theirs in the configuration
        }
        try {
            Optional<SignedCspList> list =
                    clients.client().csps(next.certificate().overlay());
            if (list.isPresent() && csps.save(list.get(), next.trustAnchors(), clock.instant())) {
                LOG.atInfo()
                        .addKeyValue("node", next.certificate().id())
                        .addKeyValue("number", list.get().list().number())
                        .addKeyValue("expires", list.get().list().expires())
                        .log("A newer list of CSPs is kept beside the certificate");
            }
        } catch (IOException notNow) {
            LOG.atInfo()
                    .addKeyValue("node", next.certificate().id())
                    .addKeyValue("why", String.valueOf(notNow.getMessage()))
                    .log("The list of CSPs was not renewed along with the certificate");
        }
    }
}
