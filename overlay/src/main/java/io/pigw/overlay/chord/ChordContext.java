package io.pigw.overlay.chord;

import io.pigw.overlay.LocalNode;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import java.time.Duration;
import java.util.function.Consumer;

/** What the parts of a Chord node share. */
record ChordContext(LocalNode local, ChordOptions options, NodePorts ports, RoutingTable table, ChordEvents events) {

    NodeContact self() {
        return local.contact();
    }

    NodeId id() {
        return local.id();
    }

    Transaction freshTransaction() {
        return Transaction.mint(ports.random());
    }

    void request(NodeContact to, ChordMessage request, Duration timeout, Consumer<Outcome> then) {
        ports.transport().request(to, request, timeout, then);
    }
}
