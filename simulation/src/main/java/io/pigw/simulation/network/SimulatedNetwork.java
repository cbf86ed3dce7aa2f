package io.pigw.simulation.network;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All links of a world. Each keeps the order of its messages in each direction, as TCP does. */
public final class SimulatedNetwork {

    /** A TLS 1.3 handshake over TCP delays the first message by two round trips. */
    private static final int HANDSHAKE_TRIPS = 4;

    private final VirtualTime time;
    private final Latency latency;
    private final long seed;
    private final RandomGenerator random;
    private final Trace trace = new Trace();
    private final Wire wire = new Wire();
    private final Map<HostPort, Endpoint> listening = new HashMap<>();
    private final Map<NodeId, Endpoint> byId = new LinkedHashMap<>();
    private LinkFilter filter = LinkFilter.NONE;
    private long messagesSent;
    private long bytesSent;

    /** An empty network. */
    public SimulatedNetwork(VirtualTime time, Latency latency, long seed) {
        this.time = time;
        this.latency = latency;
        this.seed = seed;
        this.random = Seeds.generator(seed, "network");
    }

    /** A new node's place in the network. A node that failed may come back with the same ID at another address. */
    public Endpoint attach(NodeContact contact, NodeCertificate certificate) {
        Endpoint endpoint = new Endpoint(this, contact, certificate);
        Endpoint before = byId.put(contact.id(), endpoint);
        if (before != null && before.isUp()) {
            throw new IllegalStateException("node " + contact.id() + " is up already");
        }
        listening.put(contact.address(), endpoint);
        return endpoint;
    }

    /** Meddles with all messages from now on. */
    public void filter(LinkFilter newFilter) {
        filter = newFilter;
    }

    /** Messages that entered a link. */
    public long messagesSent() {
        return messagesSent;
    }

    /** Their bytes. */
    public long bytesSent() {
        return bytesSent;
    }

    /** A digest of every delivery so far. */
    public String traceHash() {
        return trace.hash();
    }

    VirtualTime time() {
        return time;
    }

    @Nullable
    Endpoint find(NodeId id) {
        return byId.get(id);
    }

    /** Who listens at the contact's address, if it is the node that the contact names. */
    @Nullable
    Endpoint dial(NodeContact contact) {
        Endpoint endpoint = listening.get(contact.address());
        return endpoint != null && endpoint.contact().id().equals(contact.id()) ? endpoint : null;
    }

    long oneWayNanos(NodeId from, NodeId to) {
        return latency.withJitter(latency.base(seed, from, to), random);
    }

    /** Opens the link unless it is open. */
    void connect(Endpoint from, Endpoint to) {
        if (from.link(to.contact().id()) == null) {
            long handshake = HANDSHAKE_TRIPS
                    * oneWayNanos(from.contact().id(), to.contact().id());
            from.opened(to, time.nanos() + handshake);
            to.opened(from, time.nanos() + handshake);
        }
    }

    /** Puts a message on an open link. */
    void transmit(Endpoint from, Endpoint to, P2psipMessage message) {
        messagesSent++;
        NodeId source = from.contact().id();
        NodeId target = to.contact().id();
        Optional<P2psipMessage> passed = filter.pass(source, target, message);
        Link link = from.link(target);
        if (passed.isEmpty() || link == null) {
            return;
        }
        byte[] bytes = wire.encode(passed.get());
        bytesSent += bytes.length;
        long arrival = link.arrival(time.nanos() + oneWayNanos(source, target));
        time.at(arrival, () -> {
            if (to.isUp() && from.link(target) == link) {
                trace.delivered(time.nanos(), source, target, bytes);
                to.deliver(from, Wire.decode(bytes));
            }
        });
    }
}
