package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;

/**
 * The last entry of the chain.
 *
 * @param seq its number; 0: there is none
 * @param hash its hash
 */
public record AuditHead(long seq, Bytes hash) {}
