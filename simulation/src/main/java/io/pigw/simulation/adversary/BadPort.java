package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** The transport of a bad node: the product's code above, the links below, the tactics in between. */
public final class BadPort implements Transport {

    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration TUNNEL = Duration.ofMillis(1);

    private final Accomplice self;
    private final List<Tactic> tactics;
    private Consumer<Inbound> code = _ -> {};

    BadPort(Accomplice self, List<Tactic> tactics) {
        this.self = self;
        this.tactics = tactics;
    }

    /** What the links are to call instead of the product's code. */
    public Consumer<Inbound> around(Consumer<Inbound> productsCode) {
        code = productsCode;
        return this::onInbound;
    }

    @Override
    public void send(NodeContact to, P2psipMessage message) {
        switch (fateOf(to, message)) {
            case Fate.Goes goes -> self.endpoint().send(goes.to(), goes.message());
            case Fate.Lost _, Fate.Answered _ -> {}
        }
    }

    @Override
    public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
        switch (fateOf(to, request)) {
            case Fate.Goes goes -> self.endpoint().request(goes.to(), goes.message(), timeout, then);
            case Fate.Lost _ -> {
                var _ = self.endpoint().schedule(timeout, () -> then.accept(new Outcome.TimedOut()));
            }
            case Fate.Answered answered -> {
                Outcome outcome =
                        new Outcome.Answered(answered.answer(), self.signer().certificate());
                var _ = self.endpoint().schedule(TUNNEL, () -> then.accept(outcome));
            }
        }
    }

    Accomplice self() {
        return self;
    }

    NodeId id() {
        return self.id();
    }

    NodeContact contact() {
        return self.local().contact();
    }

    boolean isUp() {
        return self.endpoint().isUp();
    }

    void begin() {
        var _ = self.endpoint().schedule(TICK, this::tick);
    }

    /** Takes a ping that came through a tunnel: the code sees no difference. */
    void tunnelled(NodeCertificate from, NodeContact sender, PingRequest ping) {
        var _ = self.endpoint().schedule(TUNNEL, () -> code.accept(new Inbound(from, sender.address(), ping, _ -> {})));
    }

    private void tick() {
        if (isActive()) {
            tactics.forEach(Tactic::tick);
            begin();
        }
    }

    private boolean isActive() {
        return self.conspiracy().isActive();
    }

    private Fate fateOf(NodeContact to, P2psipMessage message) {
        Fate fate = new Fate.Goes(to, message);
        if (!isActive()) {
            return fate;
        }
        for (Tactic tactic : tactics) {
            if (fate instanceof Fate.Goes goes) {
                fate = tactic.outgoing(goes.to(), goes.message());
            }
        }
        return fate;
    }

    private void onInbound(Inbound inbound) {
        if (inbound.from().role().isRingMember()) {
            self.met().met(new NodeContact(inbound.from().id(), inbound.observedAddress()));
        }
        if (isActive() && tactics.stream().anyMatch(tactic -> tactic.swallows(inbound))) {
            return;
        }
        code.accept(new Inbound(
                inbound.from(),
                inbound.observedAddress(),
                inbound.message(),
                answer -> inbound.reply().accept(altered(inbound, answer))));
    }

    private P2psipMessage altered(Inbound request, P2psipMessage answer) {
        P2psipMessage altered = answer;
        if (isActive()) {
            for (Tactic tactic : tactics) {
                altered = tactic.answer(request, altered);
            }
        }
        return altered;
    }
}
