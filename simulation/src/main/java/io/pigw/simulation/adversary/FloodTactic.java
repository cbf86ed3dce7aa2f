package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.JoinRequest;
import io.pigw.p2psip.message.ChordMessage.Ping;
import io.pigw.p2psip.message.ChordMessage.RouteQuery;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends what costs the others work, at a steady rate. */
final class FloodTactic implements Tactic {

    private static final int TICKS_PER_SECOND = 10;
    private static final int SORTS = 5;

    private final Accomplice self;
    private final int perTick;
    private @Nullable PingRequest seen;

    FloodTactic(Accomplice self, int perSecond) {
        this.self = self;
        this.perTick = perSecond / TICKS_PER_SECOND;
    }

    @Override
    public boolean swallows(Inbound inbound) {
        if (inbound.message() instanceof PingRequest ping) {
            seen = ping;
        }
        return false;
    }

    @Override
    public void tick() {
        for (int i = 0; i < perTick; i++) {
            self.met().any(self.random(), _ -> true).ifPresent(victim -> self.request(victim, something(victim)));
        }
    }

    private P2psipMessage something(NodeContact victim) {
        PingRequest ping = seen;
        return switch (self.random().nextInt(SORTS)) {
            case 0 -> new Ping(self.freshTransaction());
            case 1 -> new JoinRequest(self.freshTransaction(), self.local().contact());
            case 2 ->
                new UpdateRequest(self.freshTransaction(), self.local().contact(), List.of(victim), List.of(victim));
            case 3 -> ping == null ? query() : worthless(ping, victim);
            default -> query();
        };
    }

    private RouteQuery query() {
        return new RouteQuery(
                self.freshTransaction(),
                self.local().ring().random(self.random()),
                MessageRequest.INITIAL_MAX_FORWARDS);
    }

    /** A ping of which the last entry is right and the signature of the first is not: it costs a verification. */
    private PingRequest worthless(PingRequest ping, NodeContact victim) {
        PingRequest fresh = new PingRequest(
                ping.callId(),
                self.freshTransaction(),
                ping.csp(),
                ping.destination(),
                ping.maxForwards(),
                ping.terms(),
                List.of(Forgery.flipped(ping.route().getFirst(), self.random().nextInt(1 << 16))),
                ping.certificates());
        List<Bytes> certificates = List.of(
                ping.certificates().getFirst(), self.signer().certificate().der());
        return Forgery.endingWithOwn(self, fresh, fresh.route(), certificates, victim.id());
    }
}
