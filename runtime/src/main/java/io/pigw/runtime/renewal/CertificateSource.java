package io.pigw.runtime.renewal;

import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.NodeIdentity;
import java.io.IOException;
import java.security.KeyPair;

/** Who renews certificates. Blocks; any number of threads. */
@FunctionalInterface
interface CertificateSource {

    /**
     * A certificate of the same node for another key.
     *
     * @param current proves who asks
     * @throws IOException if there is none to be had now, with the reason
     */
    EstOutcome renew(NodeIdentity current, KeyPair fresh) throws IOException, InterruptedException;

    /** The node goes on with the new certificate: what else comes with one may be fetched. */
    default void renewed(NodeIdentity next) throws InterruptedException {}
}
