package io.pigw.runtime.admin;

import io.pigw.overlay.port.NodeCertificate;

/**
 * Who sent a request to a port that asks for certificates.
 *
 * @param certificate what it proved to hold, and {@link AdminAccess} admitted
 * @param address from where
 */
public record AdminCaller(NodeCertificate certificate, String address) {}
