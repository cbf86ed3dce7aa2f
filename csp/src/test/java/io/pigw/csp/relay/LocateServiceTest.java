package io.pigw.csp.relay;

import static io.pigw.csp.relay.Fakes.CSP;
import static io.pigw.csp.relay.Fakes.GATEWAY;
import static io.pigw.csp.relay.Fakes.PEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.csp.locate.ArcLocator;
import io.pigw.csp.locate.Location;
import io.pigw.csp.locate.Locator;
import io.pigw.overlay.limit.Rate;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.NodePorts;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.port.Transport;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LocateServiceTest {

    private static final NodeContact OTHER_CSP = new NodeContact(NodeId.of(1536), new HostPort("127.0.0.1", 10536));
    private static final NodeContact TARGET = new NodeContact(NodeId.of(600), new HostPort("127.0.0.1", 9600));
    private static final NodeContact FAR = new NodeContact(NodeId.of(1618), new HostPort("127.0.0.1", 10618));
    private static final Duration PING_LIMIT = Duration.ofSeconds(2);

    private final Fakes.Clock clock = new Fakes.Clock();
    private final List<NodeId> searched = new ArrayList<>();
    private final List<Consumer<Location>> searches = new ArrayList<>();
    private final List<Consumer<Outcome>> asked = new ArrayList<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private final List<P2psipMessage> answers = new ArrayList<>();
    private final List<Status> counted = new ArrayList<>();
    private final Locator here = (node, _, _, then) -> {
        searched.add(node);
        searches.add(then);
    };
    private final LocateService service = service(1, 2);

    @Test
    void tellsWhereANodeIs() {
        ask(Fakes.peer(), TARGET.id());
        searches.getFirst().accept(new Location.At(TARGET, true));
        ask(Fakes.peer(), NodeId.of(700));
        searches.get(1).accept(new Location.OverFlow(NodeId.of(700), true));

        assertThat(answers)
                .containsExactly(
                        new LocateAnswer(new Transaction(5), TARGET.id(), TARGET),
                        new LocateAnswer(new Transaction(5), NodeId.of(700), CSP));
    }

    @Test
    void asksTheCspWhoseArcHoldsTheNodeAndLooksItselfWhenThatIsSilent() {
        ask(Fakes.peer(), FAR.id());
        answer(0, new LocateAnswer(new Transaction(9), FAR.id(), OTHER_CSP));
        clock.advance(Duration.ofSeconds(2));
        ask(Fakes.peer(), FAR.id());
        asked.get(1).accept(new Outcome.TimedOut());
        searches.getFirst().accept(new Location.At(FAR, true));

        assertThat(answers)
                .containsExactly(
                        new LocateAnswer(new Transaction(5), FAR.id(), OTHER_CSP),
                        new LocateAnswer(new Transaction(5), FAR.id(), FAR));
        assertThat(searched).containsExactly(FAR.id());
    }

    @Test
    void believesOfAnotherCspOnlyWhatItMaySay() {
        List<P2psipMessage> lies = List.of(
                new LocateAnswer(new Transaction(9), FAR.id(), TARGET),
                new LocateAnswer(new Transaction(9), TARGET.id(), TARGET));
        for (P2psipMessage lie : lies) {
            ask(Fakes.peer(), FAR.id());
            answer(asked.size() - 1, lie);
        }

        assertThat(codes()).containsExactly(480);
        assertThat(searched).as("the other answer was to another question").containsExactly(FAR.id());
    }

    @Test
    void forACspItLooksItselfAndNowhereElse() {
        ask(Fakes.certificate(OTHER_CSP.id(), Role.CSP), FAR.id());
        searches.getFirst().accept(new Location.Nowhere("NO_ANSWER"));

        assertThat(asked).isEmpty();
        assertThat(codes()).containsExactly(480);
    }

    @Test
    void anIdThatNobodyHasTheGatewaysAndACspsAreAnsweredAlikeAndAsLate() {
        ask(Fakes.peer(), NodeId.of(599));
        ask(Fakes.peer(), GATEWAY);
        searches.forEach(search -> search.accept(new Location.Nowhere("NO_ANSWER")));
        clock.advance(Duration.ofSeconds(2));
        ask(Fakes.peer(), CSP.id());
        ask(Fakes.peer(), OTHER_CSP.id());
        assertThat(answers)
                .as("a CSP is not told before a ping would have ended")
                .hasSize(2);
        later.forEach(Runnable::run);

        assertThat(searched).containsExactly(NodeId.of(599), GATEWAY);
        assertThat(delays).containsExactly(PING_LIMIT, PING_LIMIT);
        assertThat(answers).hasSize(4).containsOnly(answers.getFirst());
        assertThat(codes()).containsOnly(480);
    }

    @Test
    void refusesWhoMayNotAskWhoAsksTooOftenAndWhoBelongsElsewhere() {
        ask(Fakes.certificate(NodeId.of(700), Role.CLIENT), TARGET.id());
        ask(Fakes.certificate(GATEWAY, Role.GATEWAY), TARGET.id());
        ask(Fakes.certificate(NodeId.of(1700), Role.PEER), TARGET.id());
        ask(Fakes.peer(), NodeId.of(2048));
        ask(Fakes.peer(), TARGET.id());
        ask(Fakes.peer(), TARGET.id());
        clock.advance(Duration.ofSeconds(1));
        ask(Fakes.peer(), TARGET.id());

        assertThat(codes()).containsExactly(403, 403, 302, 404, 503);
        assertThat(searched).hasSize(2);
        assertThat(counted).hasSize(5);
    }

    @Test
    void searchesForOnlySoManyAtOnce() {
        LocateService unhurried = service(10_000, 10_000);
        for (int i = 0; i <= LocateService.MAX_UNDER_WAY; i++) {
            unhurried.onRequest(inbound(Fakes.peer()), new LocateRequest(new Transaction(5), TARGET.id()));
        }
        assertThat(codes()).containsExactly(503);

        searches.getFirst().accept(new Location.At(TARGET, true));
        unhurried.onRequest(inbound(Fakes.peer()), new LocateRequest(new Transaction(5), TARGET.id()));
        assertThat(codes()).containsExactly(503);
    }

    private LocateService service(double perSecond, int burst) {
        NodePorts ports = ports();
        ArcLocator everywhere = new ArcLocator(
                CSP.id(), Set.of(CSP.id(), OTHER_CSP.id()), LocateServiceTest::responsible, here, ports, PING_LIMIT);
        return new LocateService(
                CSP,
                new Ring(11),
                ports,
                LocateServiceTest::responsible,
                new LocateService.Locators(everywhere, here),
                new Rate(perSecond, burst),
                counted::add);
    }

    private NodePorts ports() {
        NodePorts fakes = Fakes.ports(Fakes.certificate(CSP.id(), Role.CSP), clock);
        Transport transport = new Transport() {
            @Override
            public void send(NodeContact to, P2psipMessage message) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void request(NodeContact to, P2psipMessage request, Duration timeout, Consumer<Outcome> then) {
                assertThat(to).isEqualTo(OTHER_CSP);
                assertThat(timeout).isGreaterThan(PING_LIMIT);
                asked.add(then);
            }
        };
        Scheduler scheduler = (delay, task) -> {
            delays.add(delay);
            later.add(task);
            return () -> {};
        };
        return new NodePorts(transport, scheduler, clock, fakes.random(), fakes.signer(), fakes.verifier());
    }

    private static NodeContact responsible(NodeId id) {
        return id.compareTo(OTHER_CSP.id()) >= 0 ? OTHER_CSP : CSP;
    }

    private void ask(NodeCertificate from, NodeId destination) {
        service.onRequest(inbound(from), new LocateRequest(new Transaction(5), destination));
    }

    private Inbound inbound(NodeCertificate from) {
        return new Inbound(
                from, new HostPort("127.0.0.1", 40_000), new LocateRequest(new Transaction(5), PEER), answers::add);
    }

    private void answer(int question, P2psipMessage answer) {
        asked.get(question).accept(new Outcome.Answered(answer, Fakes.certificate(OTHER_CSP.id(), Role.CSP)));
    }

    private List<Integer> codes() {
        return answers.stream()
                .filter(Response.class::isInstance)
                .map(answer -> ((Response) answer).status().code())
                .toList();
    }
}
