package io.pigw.runtime.net;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.EcdsaSigner;
import io.pigw.runtime.identity.NodeIdentity;

/**
 * A key and what is made of it: the certificate that goes with it, the signer, the TLS contexts.
 *
 * @param signer for messages
 * @param tls for new connections
 */
record Credentials(EcdsaSigner signer, TlsContexts tls) {

    /** Some milliseconds; any thread. */
    static Credentials of(
            NodeIdentity identity, CertificateVerifier verifier, EndpointOptions options, LinkMetrics metrics) {
        return new Credentials(new EcdsaSigner(identity), TlsContexts.of(identity, verifier, options, metrics));
    }

    NodeCertificate certificate() {
        return signer.certificate();
    }
}
