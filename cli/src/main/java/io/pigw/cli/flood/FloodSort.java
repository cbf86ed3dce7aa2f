package io.pigw.cli.flood;

import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What a peer with a good certificate floods with; strangers have nothing but connections. */
enum FloodSort {
    /** Nothing. */
    NONE,
    /** Queries for random IDs, each of which honest nodes would pass on. */
    QUERIES,
    /** Pings that are too old: who forged a signature would be cut off at once. */
    PINGS,
    /** Messages to nodes that do not exist. */
    MESSAGES,
    /** Connections with bytes that are no TLS. */
    GARBAGE,
    /** Connections that begin with a good ClientHello, which has to be answered, and say no more. */
    HELLOS,
    /** Connections that say nothing and stay. */
    SILENT;

    P2psipMessage message(NodeCertificate self, NodeContact to, Instant now, Random random) {
        return switch (this) {
            case QUERIES ->
                new ChordMessage.RouteQuery(
                        Transaction.mint(random),
                        new NodeId(0, random.nextLong()),
                        MessageRequest.INITIAL_MAX_FORWARDS);
            case PINGS -> ping(self, to, random);
            case MESSAGES -> message(self, now, random);
            case NONE, GARBAGE, HELLOS, SILENT -> throw new IllegalStateException("no messages");
        };
    }

    private static MessageRequest message(NodeCertificate self, Instant now, Random random) {
        Party nobody = new Party.Node(new NodeId(0, random.nextLong()));
        return new MessageRequest(
                nobody,
                MessageRequest.INITIAL_MAX_FORWARDS,
                new Party.Node(self.id()),
                nobody,
                self.id(),
                CallId.mint(random),
                Transaction.mint(random),
                now,
                "text/plain",
                null,
                null,
                List.of(),
                Bytes.utf8("hello"));
    }

    private static PingRequest ping(NodeCertificate self, NodeContact to, Random random) {
        NodeContact csp = new NodeContact(new NodeId(0, random.nextLong()), to.address());
        Bytes signature = Bytes.utf8("nobody looks at it");
        return new PingRequest(
                CallId.mint(random),
                Transaction.mint(random),
                csp,
                to.id(),
                PingForwarder.MAX_ENTRIES - 1,
                new PingTerms(token(random), token(random), Instant.EPOCH.plus(PingOptions.LIFETIME), 1, 0),
                List.of(
                        new RouteEntry(csp.id(), self.id(), self.sha256(), signature),
                        new RouteEntry(self.id(), to.id(), self.sha256(), signature)),
                List.of(self.der()));
    }

    private static String token(Random random) {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
