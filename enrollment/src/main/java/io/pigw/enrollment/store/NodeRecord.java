package io.pigw.enrollment.store;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import java.time.Instant;

/**
 * A node on record.
 *
 * @param enrolled when it got its first certificate
 * @param latest its latest certificate, whose state is the node's
 */
public record NodeRecord(NodeId id, String account, Role role, Instant enrolled, CertificateRecord latest) {}
