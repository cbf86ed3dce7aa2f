package io.pigw.simulation.adversary;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Changes something in each ping, and in each answer to a look-up, that it passes on. */
record TamperTactic(Accomplice self) implements Tactic {

    private static final int WAYS = 6;
    private static final int NOISE_BYTES = 64;
    private static final int NOISE_EVERY = 20;

    @Override
    public Fate outgoing(NodeContact to, P2psipMessage message) {
        return new Fate.Goes(to, message instanceof PingRequest ping ? changed(ping) : message);
    }

    @Override
    public P2psipMessage answer(Inbound request, P2psipMessage answer) {
        return answer instanceof RouteQueryAnswer found
                ? new RouteQueryAnswer(
                        found.transaction(), moved(found.responsible()), found.predecessors(), found.successors())
                : answer;
    }

    @Override
    public void tick() {
        if (self.random().nextInt(NOISE_EVERY) == 0) {
            Bytes noise = self.randomBytes(NOISE_BYTES);
            self.met()
                    .any(self.random(), _ -> true)
                    .ifPresent(victim -> self.endpoint()
                            .sendBytes(
                                    victim, ("\r\n" + noise.toHex() + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII)));
        }
    }

    private PingRequest changed(PingRequest ping) {
        int bit = self.random().nextInt(1 << 16);
        List<RouteEntry> route = new ArrayList<>(ping.route());
        List<Bytes> certificates = new ArrayList<>(ping.certificates());
        PingTerms terms = ping.terms();
        return switch (self.random().nextInt(WAYS)) {
            case 0 -> {
                route.set(0, Forgery.flipped(route.getFirst(), bit));
                yield Forgery.withRoute(ping, route);
            }
            case 1 -> {
                int changed = self.random().nextInt(route.size());
                route.set(changed, Forgery.flipped(route.get(changed), bit));
                yield Forgery.withRoute(ping, route);
            }
            case 2 -> {
                int changed = self.random().nextInt(certificates.size());
                certificates.set(changed, Forgery.flipped(certificates.get(changed), bit));
                yield Forgery.with(ping, ping.csp(), ping.destination(), terms, route, certificates);
            }
            case 3 ->
                Forgery.with(ping, ping.csp(), self.local().ring().random(self.random()), terms, route, certificates);
            case 4 -> Forgery.with(ping, moved(ping.csp()), ping.destination(), terms, route, certificates);
            default ->
                Forgery.with(
                        ping,
                        ping.csp(),
                        ping.destination(),
                        terms == null
                                ? null
                                : new PingTerms(
                                        terms.group(),
                                        terms.nonce(),
                                        terms.expires().plus(Duration.ofSeconds(1)),
                                        terms.routes(),
                                        terms.routeIndex()),
                        route,
                        certificates);
        };
    }

    private static NodeContact moved(NodeContact node) {
        return new NodeContact(
                node.id(), new HostPort(node.address().host(), node.address().port() ^ 1));
    }
}
