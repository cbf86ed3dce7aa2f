package io.pigw.peer;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * How a peer is doing.
 *
 * @param id its ID
 * @param role peer or client; a client is never a member, and has neither successors nor fingers
 * @param master the CSP that admitted it last; null before the first one did
 * @param member whether it is a member of the ring
 * @param overFlow whether it is a peer that its master cannot dial and reaches over its link, without a place in the ring
 * @param settled whether its fingers have been checked and its neighbours have not changed since
 * @param successors the length of its successor list
 * @param fingers distinct fingers beyond the successors
 */
public record PeerStatus(
        NodeId id,
        Role role,
        @Nullable NodeId master,
        boolean member,
        boolean overFlow,
        boolean settled,
        int successors,
        int fingers) {}
