package io.pigw.gateway.peer;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what is sent to CSPs until the test answers it. */
final class FakeLinks implements CspLinks {

    record Sent(NodeId csp, P2psipMessage message, Consumer<Outcome> then) {
        void answer(P2psipMessage answer) {
            then.accept(new Outcome.Answered(
                    answer,
                    new NodeCertificate(
                            csp, "p2p.example.net", Role.CSP, List.of(), Bytes.EMPTY, Bytes.EMPTY, Instant.MAX)));
        }
    }

    final List<Sent> sent = new ArrayList<>();

    @Override
    public void request(NodeId csp, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        sent.add(new Sent(csp, request, then));
    }
}
