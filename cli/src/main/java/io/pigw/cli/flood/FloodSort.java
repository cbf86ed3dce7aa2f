package io.pigw.cli.flood;

import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
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

/** What a peer with a good certificate floods with; strangers have nothing but garbage. */
enum FloodSort {
    /** Nothing. */
    NONE,
    /** Queries for random IDs, each of which honest nodes would pass on. */
    QUERIES,
    /** Pings that are too old: who forged a signature would be cut off at once. */
    PINGS,
    /** Connections with bytes that are no TLS. */
    GARBAGE;

    P2psipMessage message(NodeCertificate self, NodeContact to, Random random) {
        return switch (this) {
            case QUERIES ->
                new ChordMessage.RouteQuery(
                        Transaction.mint(random),
                        new NodeId(0, random.nextLong()),
                        MessageRequest.INITIAL_MAX_FORWARDS);
            case PINGS -> ping(self, to, random);
            case NONE, GARBAGE -> throw new IllegalStateException("no messages");
        };
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
