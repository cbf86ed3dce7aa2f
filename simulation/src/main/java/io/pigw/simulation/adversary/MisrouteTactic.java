package io.pigw.simulation.adversary;

import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;

/** Forwards to whom it likes. The entry that says so is valid. */
record MisrouteTactic(Accomplice self) implements Tactic {

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        return switch (message) {
            case PingRequest ping ->
                self.met()
                        .any(self.random(), other -> !ping.nodes().contains(other.id()))
                        .<Fate>map(other -> new Fate.Goes(other, Forgery.redirected(self, ping, other.id())))
                        .orElse(new Fate.Goes(to, ping));
            case RouteQuery query ->
                new Fate.Goes(self.met().any(self.random(), _ -> true).orElse(to), query);
            default -> new Fate.Goes(to, message);
        };
    }
}
