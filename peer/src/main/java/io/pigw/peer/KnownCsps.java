package io.pigw.peer;

import io.pigw.runtime.est.CspListFile;
import io.pigw.runtime.est.SignedCspList;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which CSPs a peer begins with: those of its configuration, or else those of the signed list beside its key. */
final class KnownCsps {

    private static final Logger LOG = LoggerFactory.getLogger(KnownCsps.class);

    private KnownCsps() {}

    /**
     * The configuration with CSPs. Blocks on the file.
     *
     * @throws IllegalArgumentException if there are none, with the remedy
     */
    static PeerConfig complete(PeerConfig config, NodeIdentity identity, Instant now) {
        if (!config.csps().isEmpty()) {
            return config;
        }
        CspListFile file = CspListFile.beside(config.identity().certificates());
        if (!file.exists()) {
            throw new IllegalArgumentException("csps is empty and there is no " + file.file()
                    + ": name the CSPs in csps, or enroll with a server that has a list of them");
        }
        try {
            SignedCspList signed =
                    file.load(identity.trustAnchors(), identity.certificate().overlay(), now);
            LOG.atInfo()
                    .addKeyValue("file", file.file())
                    .addKeyValue("number", signed.list().number())
                    .addKeyValue("expires", signed.list().expires())
                    .addKeyValue("csps", signed.list().contacts())
                    .log("CSPs taken from the signed list, as the configuration has none");
            return config.withCsps(signed.list().csps());
        } catch (IOException unusable) {
            throw new IllegalArgumentException(
                    "csps is empty and " + file.file() + " is of no use (" + unusable.getMessage()
                            + "): name the CSPs in csps, or renew the certificate, which brings a new list",
                    unusable);
        }
    }
}
