package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.message.PingRequest;

/** Takes pings for others, and that is the end of them. */
record DropTactic(Accomplice self) implements Tactic {

    @Override
    public boolean swallows(Inbound inbound) {
        if (inbound.message() instanceof PingRequest ping && !ping.destination().equals(self.id())) {
            inbound.reply().accept(self.receipt(ping));
            return true;
        }
        return false;
    }
}
