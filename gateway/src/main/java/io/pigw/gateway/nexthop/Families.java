package io.pigw.gateway.nexthop;

import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * The families of addresses that can be dialled.
 *
 * @param v6 IPv6
 * @param v4 IPv4
 */
public record Families(boolean v6, boolean v4) {

    /** What a socket bound to that address reaches: {@code ::} both, any other its own. */
    public static Families of(InetAddress bound) {
        boolean six = bound instanceof Inet6Address;
        return new Families(six, !six || bound.isAnyLocalAddress());
    }
}
