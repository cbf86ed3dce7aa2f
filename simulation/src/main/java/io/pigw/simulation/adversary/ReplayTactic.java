package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage.LeaveRequest;
import io.pigw.p2psip.message.ChordMessage.UpdateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import java.util.ArrayList;
import java.util.List;

/** Remembers what comes and goes and sends it again, to those it was for and to others. */
final class ReplayTactic implements Tactic {

    private static final int MAX_REMEMBERED = 256;

    private final Accomplice self;
    private final List<Fate.Goes> remembered = new ArrayList<>();

    ReplayTactic(Accomplice self) {
        this.self = self;
    }

    @Override
    public boolean swallows(Inbound inbound) {
        switch (inbound.message()) {
            case PingRequest ping -> {
                remember(self.local().contact(), ping);
                remember(ping.csp(), ping);
            }
            case PingResponse response -> remember(response.csp(), response);
            case UpdateRequest update -> remember(self.local().contact(), update);
            case LeaveRequest leave -> remember(self.local().contact(), leave);
            default -> {}
        }
        return false;
    }

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        if (message instanceof PingRequest || message instanceof PingResponse) {
            remember(to, message);
        }
        return new Fate.Goes(to, message);
    }

    @Override
    public void tick() {
        if (remembered.isEmpty()) {
            return;
        }
        Fate.Goes again = remembered.get(self.random().nextInt(remembered.size()));
        NodeContact to = self.random().nextBoolean() || again.to().id().equals(self.id())
                ? self.met().any(self.random(), _ -> true).orElse(again.to())
                : again.to();
        Transaction fresh = self.freshTransaction();
        switch (again.message()) {
            case PingRequest ping ->
                self.request(
                        to,
                        new PingRequest(
                                ping.callId(),
                                fresh,
                                ping.csp(),
                                ping.destination(),
                                ping.maxForwards(),
                                ping.terms(),
                                ping.route(),
                                ping.certificates()));
            case UpdateRequest update ->
                self.request(to, new UpdateRequest(fresh, update.sender(), update.predecessors(), update.successors()));
            case LeaveRequest leave ->
                self.request(to, new LeaveRequest(fresh, leave.leaver(), leave.predecessors(), leave.successors()));
            default -> self.endpoint().send(to, again.message());
        }
    }

    private void remember(NodeContact to, P2psipMessage message) {
        if (remembered.size() < MAX_REMEMBERED) {
            remembered.add(new Fate.Goes(to, message));
        } else {
            remembered.set(self.random().nextInt(MAX_REMEMBERED), new Fate.Goes(to, message));
        }
    }
}
