package io.pigw.simulation.adversary;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import java.util.Optional;

/** Carries pings through a tunnel to its partner, which passes them on as if they had come over the overlay. */
record WormholeTactic(Accomplice self) implements Tactic {

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        if (!(message instanceof PingRequest ping) || to.id().equals(ping.destination())) {
            return new Fate.Goes(to, message);
        }
        Optional<BadPort> partner = self.conspiracy()
                .partnerOf(self.id())
                .filter(other -> !ping.nodes().contains(other.id()));
        if (partner.isEmpty()) {
            return new Fate.Goes(to, message);
        }
        partner.get()
                .tunnelled(
                        self.signer().certificate(),
                        self.local().contact(),
                        Forgery.redirected(self, ping, partner.get().id()));
        return new Fate.Answered(self.receipt(ping));
    }
}
