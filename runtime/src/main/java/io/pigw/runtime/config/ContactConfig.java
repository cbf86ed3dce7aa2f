package io.pigw.runtime.config;

import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;

/**
 * A node and where it listens.
 *
 * @param id decimal
 * @param address {@code host:port}
 */
public record ContactConfig(String id, String address) {

    /** Checks both. */
    public ContactConfig {
        NodeContact parsed = new NodeContact(NodeId.parse(id), HostPort.parse(address));
        if (parsed.address().port() == 0) {
            throw new IllegalArgumentException("a node's address has a port of 1 to 65535");
        }
    }

    /** The same, parsed. */
    public NodeContact contact() {
        return new NodeContact(NodeId.parse(id), HostPort.parse(address));
    }
}
