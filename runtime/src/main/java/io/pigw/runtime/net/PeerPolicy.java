package io.pigw.runtime.net;

import io.pigw.overlay.port.Role;
import java.util.Set;

/**
 * Which roles a node has links with.
 *
 * @param mayConnect who may dial us
 * @param mayBeDialled whom we dial
 */
public record PeerPolicy(Set<Role> mayConnect, Set<Role> mayBeDialled) {

    /** Copies. */
    public PeerPolicy {
        mayConnect = Set.copyOf(mayConnect);
        mayBeDialled = Set.copyOf(mayBeDialled);
    }

    /** The roles both ways. */
    public static PeerPolicy of(Role... roles) {
        return new PeerPolicy(Set.of(roles), Set.of(roles));
    }

    /** Whom we dial; nobody dials us. */
    public static PeerPolicy dialling(Role... roles) {
        return new PeerPolicy(Set.of(), Set.of(roles));
    }

    boolean admits(Role role, boolean dialled) {
        return (dialled ? mayBeDialled : mayConnect).contains(role);
    }
}
