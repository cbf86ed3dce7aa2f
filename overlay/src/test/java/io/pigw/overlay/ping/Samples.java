package io.pigw.overlay.ping;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.opinion.FakeNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Things to test with: CSP 512 sends pings to 586, over peers. */
final class Samples {

    static final long CSP = 512;

    static final long DESTINATION = 586;

    private Samples() {}

    static LocalNode local(long id) {
        return new LocalNode(contact(id), new Ring(11), FakeKeys.OVERLAY);
    }

    static NodePorts ports(FakeNode node, Signer signer, FakeKeys keys) {
        return new NodePorts(node, node, () -> node.now, new Random(1), signer, keys);
    }

    static ReceiptChecks receiptChecks(LocalNode local, NodePorts ports) {
        return new ReceiptChecks(local, ports, new RouteChecks(local, ports.verifier()));
    }

    static Signer csp() {
        return FakeKeys.of(Role.CSP, CSP);
    }

    static Signer peer(long id) {
        return FakeKeys.of(Role.PEER, id);
    }

    static List<NodeContact> contacts(long... ids) {
        return LongStream.of(ids).mapToObj(FakeNode::contact).toList();
    }

    /** Of the first copy of three, signed at noon. */
    static PingTerms terms(int nonce) {
        return terms(nonce, FakeNode.NOON);
    }

    /** Of the first copy of three, signed then. */
    static PingTerms terms(int nonce, Instant signed) {
        return new PingTerms("a".repeat(32), "%032x".formatted(nonce), signed.plus(PingOptions.LIFETIME), 3, 0);
    }

    static RouteEntry entryZero(PingTerms terms, long firstHop) {
        Bytes content = SignedContent.cspEntry(
                FakeKeys.OVERLAY, contact(CSP), NodeId.of(DESTINATION), terms, NodeId.of(firstHop));
        return entry(csp(), firstHop, csp().sign(content));
    }

    static RouteEntry entry(RouteEntry previous, Signer signer, long next) {
        Bytes content = SignedContent.hopEntry(
                FakeKeys.OVERLAY, previous, signer.certificate().id(), NodeId.of(next));
        return entry(signer, next, signer.sign(content));
    }

    /** With any signature. */
    static RouteEntry entry(Signer signer, long next, Bytes signature) {
        return new RouteEntry(
                signer.certificate().id(), NodeId.of(next), signer.certificate().sha256(), signature);
    }

    /** What the taker, or who says it is that one, signs when it gets a ping with these entries. */
    static Identity receipt(Signer by, List<RouteEntry> route, long taker) {
        Bytes content = SignedContent.pingReceipt(FakeKeys.OVERLAY, route, contact(taker));
        return new Identity(by.sign(content), by.certificate().der());
    }

    /** As the last of these nodes gets it from the one before. */
    static PingRequest ping(PingTerms terms, long firstHop, long... others) {
        List<RouteEntry> route = new ArrayList<>(List.of(entryZero(terms, firstHop)));
        for (long next : others) {
            RouteEntry last = route.getLast();
            route.add(entry(last, peer(last.next().low()), next));
        }
        return ping(terms, route);
    }

    static PingRequest ping(PingTerms terms, List<RouteEntry> route) {
        List<Bytes> certificates = new ArrayList<>(List.of(csp().certificate().der()));
        route.stream()
                .skip(1)
                .map(entry -> peer(entry.signer().low()).certificate().der())
                .forEach(certificates::add);
        return ping(terms, route, certificates);
    }

    static PingRequest ping(PingTerms terms, List<RouteEntry> route, List<Bytes> certificates) {
        return new PingRequest(
                new CallId("ping"),
                new Transaction(7),
                contact(CSP),
                NodeId.of(DESTINATION),
                PingForwarder.MAX_ENTRIES + 1 - route.size(),
                terms,
                route,
                certificates);
    }

    /** Without a choice of routes. */
    static PingForwarder forwarder(FakeNode node, long id, FakeView view, PingEvents events) {
        return forwarder(node, id, view, new MemoryPingMarkStore(), events);
    }

    /** One that knows what it took before. */
    static PingForwarder forwarder(FakeNode node, long id, FakeView view, PingMarkStore kept, PingEvents events) {
        LocalNode local = Samples.local(id);
        NodePorts ports = Samples.ports(node, peer(id), new FakeKeys());
        PingOptions options = PingOptions.DEFAULTS;
        PingDestination destination =
                new PingDestination(local, ports, options, OpinionPort.NONE, ArrivalListener.NONE, events);
        return new PingForwarder(local, ports, view, options, destination, NodeTrust.NONE, kept, events);
    }

    /** What is answered at once. */
    static P2psipMessage reply(Signer from, P2psipMessage message, Consumer<Inbound> to) {
        List<P2psipMessage> replies = new ArrayList<>();
        to.accept(new Inbound(from.certificate(), new HostPort("127.0.0.1", 40_000), message, replies::add));
        assertThat(replies).hasSize(1);
        return replies.getFirst();
    }
}
