package io.pigw.gateway.nexthop;

/** What RFC 3263 needs of two kinds of records. */
sealed interface DnsRecord {

    /**
     * A transport that a domain has.
     *
     * @param order 0 to 65535, lowest first
     * @param preference 0 to 65535, lowest first among those of one order
     * @param flags {@code s} where an SRV name follows
     * @param service such as {@code SIP+D2U}
     * @param replacement the name to go on with
     */
    record Naptr(int order, int preference, String flags, String service, String replacement) implements DnsRecord {}

    /**
     * A server.
     *
     * @param priority 0 to 65535, lowest first
     * @param weight 0 to 65535: its share among those of one priority
     * @param port 0 to 65535
     * @param target its host; {@code .} where the service is decidedly not available
     */
    record Srv(int priority, int weight, int port, String target) implements DnsRecord {}
}
