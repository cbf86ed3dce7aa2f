package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.signing.SignedContent;
import java.util.List;

/** Answers in the destination's name, from its own address, and claims to be responsible for what is looked up. */
record FalseResponseTactic(Accomplice self) implements Tactic {

    @Override
    public boolean swallows(Inbound inbound) {
        if (!(inbound.message() instanceof PingRequest ping)
                || ping.destination().equals(self.id())
                || ping.terms() == null
                || ping.route().isEmpty()) {
            return false;
        }
        inbound.reply().accept(self.receipt(ping));
        self.endpoint().send(ping.csp(), response(ping, ping.terms()));
        return true;
    }

    @Override
    public P2psipMessage answer(Inbound request, P2psipMessage answer) {
        return answer instanceof RouteQueryAnswer found
                ? new RouteQueryAnswer(
                        found.transaction(), self.local().contact(), found.predecessors(), found.successors())
                : answer;
    }

    /** With the destination's ID and this node's address; the route ends here, or is said to go on to the destination. */
    private PingResponse response(PingRequest ping, PingTerms terms) {
        List<RouteEntry> route = self.random().nextBoolean()
                ? ping.route()
                : Forgery.endingWithOwn(self, ping, ping.route(), ping.certificates(), ping.destination())
                        .route();
        Bytes certificate = self.signer().certificate().der();
        PingResponse unsigned = response(ping, terms, route, new Identity(Bytes.utf8("unsigned"), certificate));
        Bytes content = SignedContent.pingResponse(self.local().overlay(), unsigned);
        return response(ping, terms, route, new Identity(self.signer().sign(content), certificate));
    }

    private PingResponse response(PingRequest ping, PingTerms terms, List<RouteEntry> route, Identity identity) {
        return new PingResponse(
                ping.callId(),
                self.freshTransaction(),
                ping.csp(),
                new NodeContact(ping.destination(), self.local().contact().address()),
                terms,
                List.of(terms.routeIndex()),
                route,
                ping.certificates(),
                identity);
    }
}
