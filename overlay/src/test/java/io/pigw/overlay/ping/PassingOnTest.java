package io.pigw.overlay.ping;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static io.pigw.overlay.ping.Samples.peer;
import static io.pigw.overlay.ping.Samples.ping;
import static io.pigw.overlay.ping.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Signer;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Response;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A ping of CSP 512's at 560, which got it from 550 and knows 570. */
class PassingOnTest {

    private static final Transaction QUESTION = new Transaction(8);

    private final List<PingDrop> dropped = new ArrayList<>();
    private final PingEvents events = new PingEvents() {
        @Override
        public void dropped(PingDrop reason) {
            dropped.add(reason);
        }
    };
    private final FakeNode node = new FakeNode(Role.PEER, 560);
    private final PingForwarder forwarder = Samples.forwarder(node, 560, new FakeView(570), events);
    private final PingRequest ping = ping(terms(1), 550, 560);

    @Test
    void aPingIsHandedOnWithAnEntryMoreAndTheReceiptIsForTheCspAlone() {
        // Given
        P2psipMessage reply = Samples.reply(peer(550), ping, inbound -> forwarder.onPingRequest(inbound, ping));
        assertThat(reply).isInstanceOf(PingReceipt.class);
        assertThat(codeOf(audit(Samples.csp()))).as("while it is handed over").isEqualTo(503);

        // When
        FakeNode.Sent offer = node.take();
        PingRequest extended = (PingRequest) offer.request();
        PingReceipt receipt = new PingReceipt(
                extended.transaction(), contact(570), Samples.receipt(peer(570), extended.route(), 570));
        offer.then().accept(new Outcome.Answered(receipt, peer(570).certificate()));

        // Then
        assertThat(extended.route()).isEqualTo(ping(terms(1), 550, 560, 570).route());
        assertThat(extended.maxForwards()).isEqualTo(ping.maxForwards() - 1);
        assertThat(audit(Samples.csp()))
                .isEqualTo(new AuditAnswer(QUESTION, extended.route().getLast(), contact(570), receipt.identity()));
        assertThat(codeOf(audit(FakeKeys.of(Role.CSP, 513)))).isEqualTo(404);
        assertThat(codeOf(audit(peer(550)))).isEqualTo(403);
    }

    @Test
    void whatNobodyTakesLeavesNoReceipt() {
        // Given
        Samples.reply(peer(550), ping, inbound -> forwarder.onPingRequest(inbound, ping));

        // When
        node.take().timeOut();

        // Then
        assertThat(dropped).containsExactly(PingDrop.NOT_TAKEN);
        assertThat(codeOf(audit(Samples.csp()))).isEqualTo(404);
    }

    private P2psipMessage audit(Signer by) {
        PingTerms terms = terms(1);
        AuditRequest request = new AuditRequest(QUESTION, terms.nonce(), terms.routeIndex());
        return Samples.reply(by, request, inbound -> forwarder.onAuditRequest(inbound, request));
    }

    private static int codeOf(P2psipMessage refusal) {
        return ((Response) refusal).status().code();
    }
}
