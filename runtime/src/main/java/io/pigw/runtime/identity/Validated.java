package io.pigw.runtime.identity;

import io.pigw.overlay.port.NodeCertificate;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;

/**
 * A certificate whose path was found good.
 *
 * @param certificate what it says
 * @param key prepared for verifying
 * @param notBefore of the certificate
 * @param notAfter the earliest of its path
 * @param path the certificate, then the CAs' but for the root, as lists of revoked ones name them
 */
record Validated(NodeCertificate certificate, PublicKey key, Instant notBefore, Instant notAfter, List<Issued> path) {}
