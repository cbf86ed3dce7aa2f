package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.AuditAnswer;
import io.pigw.p2psip.message.AuditRequest;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops pings for honest nodes, and carries those for accomplices by way of as many accomplices as it can: each of their links looks good.
 * It can show receipts for all of them.
 */
final class CollusionTactic implements Tactic {

    /** Fronts on one route. More would make routes longer than those of honest nodes. */
    private static final int FRONTS = 4;

    private final Accomplice self;
    private final DropTactic drop;

    CollusionTactic(Accomplice self) {
        this.self = self;
        this.drop = new DropTactic(self);
    }

    @Override
    public boolean swallows(Inbound inbound) {
        if (inbound.message() instanceof AuditRequest request) {
            AuditAnswer answer = self.conspiracy().shown(self.id(), request);
            if (answer != null) {
                inbound.reply()
                        .accept(new AuditAnswer(
                                request.transaction(), answer.entry(), answer.taker(), answer.receipt()));
            }
            return answer != null;
        }
        return inbound.message() instanceof PingRequest ping
                && !self.conspiracy().isOne(ping.destination())
                && drop.swallows(inbound);
    }

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        if (!(message instanceof PingRequest ping)
                || ping.terms() == null
                || !self.conspiracy().isOne(ping.destination())) {
            return new Fate.Goes(to, message);
        }
        List<Accomplice> fronts = self.conspiracy().between(self.id(), ping.destination(), FRONTS).stream()
                .filter(front -> !ping.nodes().contains(front.id()))
                .toList();
        if (fronts.isEmpty()) {
            return new Fate.Goes(to, message);
        }
        PingRequest carried = Forgery.redirected(self, ping, fronts.getFirst().id());
        show(self, carried, ping.terms(), fronts.getFirst());
        for (int i = 1; i < fronts.size(); i++) {
            Accomplice front = fronts.get(i - 1);
            List<Bytes> certificates = new ArrayList<>(carried.certificates());
            certificates.add(front.signer().certificate().der());
            carried = Forgery.endingWithOwn(
                    front, carried, carried.route(), certificates, fronts.get(i).id());
            show(front, carried, ping.terms(), fronts.get(i));
        }
        Accomplice brings = fronts.size() == 1 ? self : fronts.get(fronts.size() - 2);
        self.conspiracy().tunnel(fronts.getLast().id(), brings, carried);
        return new Fate.Answered(self.receipt(ping));
    }

    /** Notes what a front can show: its last entry and the next one's receipt. */
    private void show(Accomplice front, PingRequest carried, PingTerms terms, Accomplice next) {
        RouteEntry entry = carried.route().getLast();
        NodeContact taker = next.local().contact();
        Identity receipt = new Identity(
                next.signer().sign(SignedContent.pingReceipt(self.local().overlay(), carried.route(), taker)),
                next.signer().certificate().der());
        self.conspiracy()
                .show(
                        front.id(),
                        terms.nonce() + terms.routeIndex(),
                        new AuditAnswer(carried.transaction(), entry, taker, receipt));
    }
}
