package io.pigw.csp;

import io.pigw.p2psip.NodeId;

/**
 * How a CSP is doing.
 *
 * @param id its ID
 * @param admittedPeers peers in its table
 * @param clients clients, and peers that cannot be dialled, that it serves now
 * @param liveCsps other CSPs that are up, as it sees them
 * @param gateways gateways that are connected
 * @param member whether it is a member of the ring
 * @param settled whether its fingers have been checked and its neighbours have not changed since
 */
public record CspStatus(
        NodeId id, int admittedPeers, int clients, int liveCsps, int gateways, boolean member, boolean settled) {}
