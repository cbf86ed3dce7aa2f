package io.pigw.gateway.nexthop;

import java.net.InetAddress;

/** The questions that RFC 3263 asks. Each blocks for as long as its time limit: not for event loops. */
interface Dns {

    /** NAPTR records of a domain (RFC 3403). */
    DnsAnswer<DnsRecord.Naptr> naptr(String domain);

    /** SRV records of a service's name (RFC 2782). */
    DnsAnswer<DnsRecord.Srv> srv(String name);

    /** The addresses of a host that can be dialled: IPv6, IPv4 or both. */
    DnsAnswer<InetAddress> addresses(String host);
}
