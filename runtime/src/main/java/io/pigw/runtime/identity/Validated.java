package io.pigw.runtime.identity;

import io.pigw.overlay.port.NodeCertificate;
import java.security.PublicKey;
import java.time.Instant;

/**
 * A certificate whose path was found good.
 *
 * @param certificate what it says
 * @param key prepared for verifying
 * @param notBefore of the certificate
 * @param notAfter the earliest of its path
 */
record Validated(NodeCertificate certificate, PublicKey key, Instant notBefore, Instant notAfter) {}
