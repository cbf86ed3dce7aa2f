package io.pigw.simulation.network;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.codec.DecodeException;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import java.util.EnumMap;
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
    private Handshake handshake = Handshake.ANYBODY;
    private TouchListener touched = TouchListener.NONE;
    private final EnumMap<Purpose, Long> sentFor = new EnumMap<>(Purpose.class);
    private long messagesSent;
    private long bytesSent;
    private long linksRefused;
    private long malformed;

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

    /** Judges the certificates of all links that are opened from now on. */
    public void handshake(Handshake newHandshake) {
        handshake = newHandshake;
    }

    /** Hears from now on of every node at which something happened. */
    public void onTouched(TouchListener listener) {
        touched = listener;
    }

    /** Links that one end refused for the other's certificate. */
    public long linksRefused() {
        return linksRefused;
    }

    /** Links that were closed because what came over them is no message. */
    public long malformed() {
        return malformed;
    }

    /** Messages that entered a link. */
    public long messagesSent() {
        return messagesSent;
    }

    /** Those that were sent for one purpose, plain answers by the request that they answer. */
    public long messagesSent(Purpose purpose) {
        return sentFor.getOrDefault(purpose, 0L);
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

    /** Who listens at the contact's address, if it is the node that the contact names and both take the link. */
    @Nullable
    Endpoint dial(Endpoint from, NodeContact contact) {
        Endpoint endpoint = listening.get(contact.address());
        if (endpoint == null || !endpoint.contact().id().equals(contact.id())) {
            return null;
        }
        NodeCertificate own = from.certificate();
        NodeCertificate other = endpoint.certificate();
        if (!handshake.accepts(own, other) || !handshake.accepts(other, own)) {
            linksRefused++;
            return null;
        }
        return endpoint;
    }

    void touched(NodeId node) {
        touched.touched(node);
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
        Purpose purpose = message instanceof Response answer ? to.purposeOf(answer) : Purpose.of(message);
        sentFor.merge(purpose, 1L, Long::sum);
        NodeId target = to.contact().id();
        Optional<P2psipMessage> passed = filter.pass(from.contact().id(), target, message);
        if (passed.isPresent() && from.link(target) != null) {
            transmit(from, to, wire.encode(passed.get()), true);
        }
    }

    /** Puts bytes on an open link; {@code encoded} says that the codec made them, so that they must be a message. */
    void transmit(Endpoint from, Endpoint to, byte[] bytes, boolean encoded) {
        NodeId source = from.contact().id();
        NodeId target = to.contact().id();
        Link link = from.link(target);
        if (link == null) {
            return;
        }
        bytesSent += bytes.length;
        long arrival = link.arrival(time.nanos() + oneWayNanos(source, target));
        time.at(arrival, () -> {
            if (from.link(target) != link) {
                return;
            }
            Link back = to.link(source);
            if (to.isUp() && back != null && back.target() == from) {
                trace.delivered(time.nanos(), source, target, bytes);
                arrived(from, to, bytes, encoded);
                touched(target);
            } else {
                reset(from, target, link);
            }
        });
    }

    /** A host that runs answers for a link that it does not know, as TCP does; a dead one says nothing. */
    private void reset(Endpoint from, NodeId target, Link link) {
        Endpoint there = byId.get(target);
        if (there != null && there.isUp()) {
            time.at(time.nanos() + oneWayNanos(target, from.contact().id()), () -> from.lost(target, link));
        }
    }

    /** Bytes that are no message cost the link that they came on, and nothing else. */
    private void arrived(Endpoint from, Endpoint to, byte[] bytes, boolean encoded) {
        try {
            Optional<P2psipMessage> message = Wire.decode(bytes);
            if (message.isPresent()) {
                to.deliver(from, message.get());
            } else if (encoded) {
                throw new IllegalStateException("an encoded message is not whole");
            }
        } catch (DecodeException e) {
            if (encoded) {
                throw new IllegalStateException("an encoded message does not decode: " + e.rule(), e);
            }
            malformed++;
            to.close(from.contact().id());
        }
    }
}
