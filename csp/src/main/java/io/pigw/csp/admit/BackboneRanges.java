package io.pigw.csp.admit;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.pigw.p2psip.HostPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/** The operator's own addresses: no peer is dialled there, whatever it says of itself. */
public final class BackboneRanges {

    private final List<IpSubnetFilterRule> ranges;
    private final Set<HostPort> nodes;

    /**
     * Made once.
     *
     * @param ranges such as {@code 10.0.0.0/8}
     * @param nodes addresses of the CSPs and others of the backbone
     */
    public BackboneRanges(List<String> ranges, Set<HostPort> nodes) {
        this.ranges = ranges.stream().map(BackboneRanges::parse).toList();
        this.nodes = Set.copyOf(nodes);
    }

    /** Whether the address is the operator's, or is none that could be judged: a name is not resolved. */
    public boolean contains(HostPort address) {
        return NetUtil.createByteArrayFromIpAddressString(address.host()) == null || isOperators(address);
    }

    /** Whether the address is surely the operator's. */
    public boolean isOperators(HostPort address) {
        if (nodes.contains(address)) {
            return true;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address.host());
        if (bytes == null || ranges.isEmpty()) {
            return false;
        }
        InetSocketAddress socket = new InetSocketAddress(inet(bytes), address.port());
        return ranges.stream().anyMatch(range -> range.matches(socket));
    }

    private static IpSubnetFilterRule parse(String range) {
        int slash = range.indexOf('/');
        if (slash <= 0) {
            throw new IllegalArgumentException("a range is written ADDRESS/BITS, not " + range);
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(range.substring(0, slash));
        if (bytes == null) {
            throw new IllegalArgumentException("no IP address: " + range);
        }
        return new IpSubnetFilterRule(
                inet(bytes), Integer.parseInt(range.substring(slash + 1)), IpFilterRuleType.REJECT);
    }

    private static InetAddress inet(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
