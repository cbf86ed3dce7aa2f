package io.pigw.overlay.storage;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Signer;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.RecordMessage;
import io.pigw.p2psip.record.Kind;
import io.pigw.p2psip.record.ResourceId;
import io.pigw.p2psip.record.StoreResult;
import io.pigw.p2psip.record.StoredValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** A node that holds records, with a clock to set; alone in its ring unless it is given neighbours. */
final class StoringPeer implements ReplicaSets.Neighbours, InstantSource {

    final LocalNode local;
    final RecordStore store;
    List<NodeContact> predecessors = List.of();
    List<NodeContact> successors = List.of();
    boolean member = true;
    Instant now = Draft.NOW;

    private final Signer signer;
    private final RecordService service;

    StoringPeer(TestCa ca, long id) {
        this(ca, id, StorageLimits.DEFAULTS);
    }

    StoringPeer(TestCa ca, long id, StorageLimits limits) {
        this(ca, id, limits, ReplicationOptions.DEFAULTS.storeRate());
    }

    StoringPeer(TestCa ca, long id, StorageLimits limits, Rate rate) {
        local = new LocalNode(contact(id), new Ring(11), TestCa.OVERLAY);
        signer = ca.issue(id);
        store = new MemoryRecordStore(limits);
        NodePorts ports = new NodePorts(
                new NoTransport(), (_, _) -> () -> {}, this, RandomGenerator.of("L64X128MixRandom"), signer, ca);
        RecordValidator validator = new RecordValidator(local, new ReplicaSets(local, this), store, this, ca);
        service = new RecordService(ports, store, validator, rate, StorageEvents.NONE);
    }

    /** Of somebody whose clock goes as this peer's. */
    RecordWriter writer(TestCa ca, Signer author) {
        NodePorts ports = new NodePorts(
                new NoTransport(), (_, _) -> () -> {}, this, RandomGenerator.of("L64X128MixRandom"), author, ca);
        return new RecordWriter(local, ports);
    }

    static NodeContact contact(long id) {
        return new NodeContact(NodeId.of(id), new HostPort("127.0.0.1", (int) (9_000 + id)));
    }

    /** As the author himself does it. */
    StoreResult take(ResourceId resource, HeldValue value) {
        return take(signer, resource, 0, List.of(value)).getFirst();
    }

    /** What somebody brings, whoever it is from. */
    List<StoreResult> take(Signer from, ResourceId resource, int replica, List<HeldValue> held) {
        List<StoredValue> values = held.stream().map(HeldValue::value).toList();
        P2psipMessage answer = ask(
                from,
                new RecordMessage.Store(Transaction.ABSENT, resource, replica, values, HeldValue.certificates(held)));
        return ((RecordMessage.StoreAnswer) answer).results();
    }

    P2psipMessage fetch(Signer reader, ResourceId resource, Kind kind) {
        return ask(reader, new RecordMessage.Fetch(Transaction.ABSENT, resource, kind.number()));
    }

    P2psipMessage ask(Signer from, RecordMessage message) {
        List<P2psipMessage> answers = new ArrayList<>();
        HostPort anywhere = new HostPort("127.0.0.1", 1);
        service.onRequest(new Inbound(from.certificate(), anywhere, message, answers::add), message);
        return answers.getFirst();
    }

    @Override
    public List<NodeContact> predecessors() {
        return predecessors;
    }

    @Override
    public List<NodeContact> successors() {
        return successors;
    }

    @Override
    public boolean isMember() {
        return member;
    }

    @Override
    public Instant instant() {
        return now;
    }

    private static final class NoTransport implements Transport {
        @Override
        public void send(NodeContact to, P2psipMessage message) {
            throw new AssertionError("a peer that only stores sends nothing");
        }

        @Override
        public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
            throw new AssertionError("a peer that only stores asks nobody");
        }
    }
}
