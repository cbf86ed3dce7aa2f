package io.pigw.simulation.network;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node's side of the network: its transport and its scheduler. Both are dead once the node is down. */
public final class Endpoint implements Transport, Scheduler {

    private final SimulatedNetwork network;
    private final NodeContact contact;
    private final NodeCertificate certificate;
    private final Map<NodeId, Link> links = new LinkedHashMap<>();
    private final Map<Transaction, Pending> pending = new HashMap<>();
    private Consumer<Inbound> onRequest = _ -> {};
    private Consumer<NodeId> onLinkLost = _ -> {};
    private boolean up = true;

    Endpoint(SimulatedNetwork network, NodeContact contact, NodeCertificate certificate) {
        this.network = network;
        this.contact = contact;
        this.certificate = certificate;
    }

    /** Who it is and where it listens. */
    public NodeContact contact() {
        return contact;
    }

    /** What it shows to those who open a link. */
    public NodeCertificate certificate() {
        return certificate;
    }

    /** Whether the node is up. */
    public boolean isUp() {
        return up;
    }

    /** How many links are open. */
    public int openLinks() {
        return links.size();
    }

    /** Sets who takes requests, and who hears of lost links. */
    public void listen(Consumer<Inbound> requests, Consumer<NodeId> linkLost) {
        onRequest = requests;
        onLinkLost = linkLost;
    }

    /** Kills the node. The others see their links close, or with a silent failure see nothing. */
    public void fail(boolean silently) {
        up = false;
        pending.clear();
        if (!silently) {
            List.copyOf(links.keySet()).forEach(this::tellOfEnd);
        }
    }

    /** Closes the link to this node; both ends hear of it. */
    void close(NodeId other) {
        Link link = links.get(other);
        if (link != null) {
            tellOfEnd(other);
            lost(other, link);
        }
    }

    private void tellOfEnd(NodeId other) {
        Endpoint peer = network.find(other);
        Link back = peer == null ? null : peer.link(contact.id());
        if (peer != null && peer.up && back != null) {
            network.time()
                    .at(
                            network.time().nanos() + network.oneWayNanos(contact.id(), other),
                            () -> peer.lost(contact.id(), back));
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        return network.time().schedule(delay, () -> {
            if (up) {
                task.run();
                network.touched(contact.id());
            }
        });
    }

    /** Sends bytes that need not be a message. What cannot be sent is dropped. */
    public void sendBytes(NodeContact to, byte[] bytes) {
        Endpoint target = reach(to);
        if (up && target != null) {
            network.connect(this, target);
            network.transmit(this, target, bytes.clone(), false);
        }
    }

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        Endpoint target = reach(to);
        if (up && target != null) {
            transmit(target, message);
        }
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        if (!up) {
            return;
        }
        Pending waiting = new Pending(to.id(), Purpose.of(request), then);
        if (pending.putIfAbsent(request.transaction(), waiting) != null) {
            throw new IllegalStateException("a transaction is used twice");
        }
        waiting.timer = schedule(timeout, () -> finish(request.transaction(), waiting, new Outcome.TimedOut()));
        Endpoint target = reach(to);
        if (target == null) {
            long refusedNanos = 2 * network.oneWayNanos(contact.id(), to.id());
            schedule(
                    Duration.ofNanos(refusedNanos),
                    () -> finish(request.transaction(), waiting, new Outcome.Unreachable("refused")));
        } else {
            transmit(target, request);
        }
    }

    /** The node, over an open link or by dialling; a dead node's link looks open until its loss is seen. */
    private @Nullable Endpoint reach(NodeContact to) {
        Link open = links.get(to.id());
        if (open != null) {
            return open.target();
        }
        Endpoint target = network.dial(this, to);
        return target != null && target.up && target != this ? target : null;
    }

    private void transmit(Endpoint target, P2psipMessage message) {
        network.connect(this, target);
        network.transmit(this, target, message);
    }

    @Nullable
    Link link(NodeId other) {
        return links.get(other);
    }

    /** Of the request that is answered; of one that is not waited for any more, unknown. */
    Purpose purposeOf(Response answer) {
        Pending waiting = pending.get(answer.transaction());
        return waiting == null ? Purpose.REST : waiting.purpose;
    }

    void opened(Endpoint other, long readyNanos) {
        links.put(other.contact.id(), new Link(other, readyNanos));
    }

    void deliver(Endpoint from, P2psipMessage message) {
        if (message.isAnswer()) {
            Pending waiting = pending.get(message.transaction());
            if (waiting != null && waiting.from.equals(from.contact.id())) {
                finish(message.transaction(), waiting, new Outcome.Answered(message, from.certificate));
            }
            return;
        }
        onRequest.accept(new Inbound(from.certificate, from.contact.address(), message, answer -> {
            if (up && links.containsKey(from.contact.id())) {
                network.transmit(this, from, answer);
            }
        }));
    }

    private void finish(Transaction transaction, Pending waiting, Outcome outcome) {
        if (pending.remove(transaction, waiting)) {
            if (waiting.timer != null) {
                waiting.timer.cancel();
            }
            waiting.then.accept(outcome);
        }
    }

    /** The link is gone, unless another has taken its place. */
    void lost(NodeId other, Link link) {
        if (!up || !links.remove(other, link)) {
            return;
        }
        List<Map.Entry<Transaction, Pending>> unanswered = new ArrayList<>(pending.entrySet());
        unanswered.removeIf(entry -> !entry.getValue().from.equals(other));
        unanswered.sort(Map.Entry.comparingByKey((a, b) -> Long.compareUnsigned(a.value(), b.value())));
        unanswered.forEach(entry ->
                finish(entry.getKey(), entry.getValue(), new Outcome.Unreachable(Outcome.Unreachable.LINK_LOST)));
        onLinkLost.accept(other);
        network.touched(contact.id());
    }

    private static final class Pending {
        private final NodeId from;
        private final Purpose purpose;
        private final Consumer<Outcome> then;
        private @Nullable Cancellable timer;

        Pending(NodeId from, Purpose purpose, Consumer<Outcome> then) {
            this.from = from;
            this.purpose = purpose;
            this.then = then;
        }
    }
}
