package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Has others look bad: signs for one copy of each ping that is for it, so that those who bring the others have nothing to show.
 */
final class BadMouthTactic implements Tactic {

    private static final int REMEMBERED = 1_024;

    private final Accomplice self;
    private final Set<String> taken = new LinkedHashSet<>();

    BadMouthTactic(Accomplice self) {
        this.self = self;
    }

    @Override
    public boolean swallows(Inbound inbound) {
        if (!(inbound.message() instanceof PingRequest ping)) {
            return false;
        }
        PingTerms terms = ping.terms();
        boolean refused = ping.destination().equals(self.id()) && terms != null && !isFirst(terms.nonce());
        if (refused) {
            inbound.reply().accept(Response.to(ping, Status.TEMPORARILY_UNAVAILABLE));
        }
        return refused;
    }

    private boolean isFirst(String nonce) {
        if (taken.size() >= REMEMBERED) {
            taken.clear();
        }
        return taken.add(nonce);
    }
}
