package io.pigw.p2psip.message;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;

/**
 * One hop's statement "I, signer, passed this ping to next". Entry 0 is the CSP's. Each entry covers the one before it.
 *
 * @param signer who forwarded
 * @param next to whom
 * @param certificateHash SHA-256 of the signer's certificate, 32 bytes
 * @param signature over the canonical bytes
 */
public record RouteEntry(NodeId signer, NodeId next, Bytes certificateHash, Bytes signature) {}
