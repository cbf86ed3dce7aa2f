package io.pigw.runtime.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.ProtocolVersion;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.NameMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EndpointTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final TestNodes nodes = new TestNodes();
    private final P2psipEndpoint csp = nodes.open(nodes.pki.issue(Role.CSP, 512));
    private final P2psipEndpoint peer = nodes.open(nodes.pki.issue(Role.PEER, 586));

    @AfterEach
    void closeNodes() {
        nodes.close();
    }

    @Test
    void manyAtOnceShareOneDialAndFindTheirOwnAnswers() {
        NodeContact at = nodes.serve(
                csp,
                TestNodes.ANY_PORT,
                inbound -> inbound.reply()
                        .accept(Response.to(
                                inbound.message(),
                                Status.OK.because(
                                        inbound.message().transaction().toString()))));

        List<CompletableFuture<Boolean>> right = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            NameMessage.Fetch question = nodes.question();
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            right.add(done);
            peer.request(
                    at,
                    question,
                    TestNodes.SOON,
                    outcome -> done.complete(outcome instanceof Outcome.Answered answered
                            && answered.answer() instanceof Response response
                            && response.status()
                                    .reason()
                                    .equals(question.transaction().toString())));
        }

        assertThat(right).allMatch(TestNodes::await);
        assertThat(nodes.count("pigw_links_opened_total", "side", "dialled")).isEqualTo(1);
    }

    @Test
    void callbacksComeOnTheLoopAndNeverWithinTheCall() {
        CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();

        peer.loop().execute(() -> {
            AtomicBoolean within = new AtomicBoolean(true);
            peer.requestOverLink(
                    NodeId.of(512),
                    nodes.question(),
                    TestNodes.SOON,
                    outcome -> seen.complete(
                            List.of(within.get(), peer.loop().inEventLoop(), outcome instanceof Outcome.Unreachable)));
            within.set(false);
        });

        assertThat(TestNodes.await(seen)).containsExactly(false, true, true);
    }

    @Test
    void whoBeginsToListenHearsOfTheNodesThatAreThereAlready() {
        NodeContact at = nodes.serve(csp);
        nodes.link(peer, at);
        RecordedLinks late = new RecordedLinks();

        csp.onLink(late);
        csp.closeLinks(peer.certificate().id(), "the end");

        await().untilAsserted(() -> assertThat(late.events)
                .containsExactly(
                        "opened " + peer.certificate().id(),
                        "closed " + peer.certificate().id() + " the end"));
    }

    @Test
    void silenceTimesOutAndTheLateAnswerIsDropped() {
        BlockingQueue<Inbound> asked = new LinkedBlockingQueue<>();
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, asked::add);

        nodes.link(peer, at);

        Outcome outcome = nodes.ask(peer, at, nodes.question(), SHORT.multipliedBy(5));
        TestNodes.answer(asked.remove());

        assertThat(outcome).isEqualTo(new Outcome.TimedOut());
        await().untilAsserted(() ->
                assertThat(nodes.count("pigw_answers_unmatched_total")).isEqualTo(1));
    }

    @Test
    void nobodyThereIsUnreachable() {
        HostPort nobody = nodes.serve(csp).address();
        csp.close();

        Outcome outcome = nodes.ask(peer, TestNodes.contact(512, nobody));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.mayHaveArrived()).isFalse());
    }

    @Test
    void aRequestThatNeverGotALinkIsUnreachableAndNotTimedOut() throws Exception {
        try (java.net.ServerSocket mute = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            NodeContact at = TestNodes.contact(512, new HostPort("127.0.0.1", mute.getLocalPort()));

            Outcome outcome = nodes.ask(peer, at, nodes.question(), SHORT);

            assertThat(outcome).isEqualTo(new Outcome.Unreachable("no link in time"));
        }
    }

    @Test
    void whatWaitsForAnAnswerWhenTheLinkIsLostMayHaveArrived() {
        BlockingQueue<Inbound> asked = new LinkedBlockingQueue<>();
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, inbound -> {
            asked.add(inbound);
            csp.close();
        });

        Outcome outcome = nodes.ask(peer, at);

        assertThat(asked).hasSize(1);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unreachable.class,
                        unreachable -> assertThat(unreachable.mayHaveArrived()).isTrue());
    }

    @Test
    void anAcceptedLinkServesTheOtherWay() {
        NodeContact at = nodes.serve(csp);
        peer.onRequest(TestNodes::answer);
        assertThat(nodes.ask(peer, at)).isInstanceOf(Outcome.Answered.class);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        csp.requestOverLink(NodeId.of(586), nodes.question(), TestNodes.SOON, outcome::complete);

        assertThat(TestNodes.await(outcome))
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.by()).isEqualTo(peer.certificate()));
    }

    @Test
    void requestDialledTakesNoLinkThatTheOtherEndDialled() {
        NodeContact cspAt = nodes.serve(csp);
        NodeContact peerAt = nodes.serve(peer);
        assertThat(nodes.ask(peer, cspAt)).isInstanceOf(Outcome.Answered.class);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        csp.requestDialled(peerAt, nodes.question(), TestNodes.SOON, outcome::complete);

        assertThat(TestNodes.await(outcome)).isInstanceOf(Outcome.Answered.class);
        assertThat(nodes.count("pigw_links_opened_total", "side", "dialled")).isEqualTo(2);
    }

    @Test
    void requestDialledDoesNotFindANodeThatMovedAway() {
        NodeContact cspAt = nodes.serve(csp);
        nodes.serve(peer);
        assertThat(nodes.ask(peer, cspAt)).isInstanceOf(Outcome.Answered.class);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        csp.requestDialled(
                TestNodes.contact(586, cspAt.address()), nodes.question(), TestNodes.SOON, outcome::complete);

        assertThat(TestNodes.await(outcome)).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void dialsThatCrossBothWork() {
        NodeContact cspAt = nodes.serve(csp);
        NodeContact peerAt = nodes.serve(peer);
        CompletableFuture<Outcome> there = new CompletableFuture<>();
        CompletableFuture<Outcome> back = new CompletableFuture<>();

        peer.request(cspAt, nodes.question(), TestNodes.SOON, there::complete);
        csp.request(peerAt, nodes.question(), TestNodes.SOON, back::complete);

        assertThat(TestNodes.await(there)).isInstanceOf(Outcome.Answered.class);
        assertThat(TestNodes.await(back)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void oneWayMessagesArrive() {
        BlockingQueue<Inbound> got = new LinkedBlockingQueue<>();
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, got::add);
        NameMessage.Fetch first = nodes.question();

        peer.send(at, first);

        await().untilAsserted(() -> assertThat(got).hasSize(1));
        assertThat(got.element().message()).isEqualTo(first);
        assertThat(got.element().from()).isEqualTo(peer.certificate());
        assertThat(got.element().observedAddress().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void aOneWayMessageToNobodyIsCounted() {
        HostPort nobody = nodes.serve(csp).address();
        csp.close();

        peer.send(TestNodes.contact(512, nobody), nodes.question());

        await().untilAsserted(() -> assertThat(nodes.count("pigw_sends_dropped_total", "reason", "unreachable"))
                .isEqualTo(1));
    }

    @Test
    void idleLinksAreClosedAndDialledAgainWhenNeeded() {
        P2psipEndpoint brief = nodes.open(
                nodes.pki.issue(Role.PEER, 587),
                TestNodes.ANYBODY,
                EndpointOptions.DEFAULTS.withKeeping(SHORT, SHORT, SHORT));
        RecordedLinks links = new RecordedLinks();
        brief.onLink(links);
        NodeContact at = nodes.serve(csp);

        assertThat(nodes.ask(brief, at)).isInstanceOf(Outcome.Answered.class);
        await().untilAsserted(() -> assertThat(links.events).containsExactly("opened 512", "closed 512 idle"));

        assertThat(nodes.ask(brief, at)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void withMoreLinksThanUsualThoseThatNothingUsesAreClosedAndNeitherEndTakesTheOtherForLost() {
        EndpointOptions few = EndpointOptions.DEFAULTS.withUsualLinks(1, SHORT);
        P2psipEndpoint busy = nodes.open(nodes.pki.issue(Role.PEER, 587), TestNodes.ANYBODY, few);
        P2psipEndpoint other = nodes.open(nodes.pki.issue(Role.PEER, 588), TestNodes.ANYBODY, few);
        RecordedLinks links = new RecordedLinks();
        RecordedLinks there = new RecordedLinks();
        busy.onLink(links);
        other.onLink(there);
        NodeContact kept = nodes.serve(csp);
        NodeContact unused = nodes.serve(other);
        nodes.link(busy, unused);
        busy.keep(kept, LinkListener.NONE);

        await().untilAsserted(() -> {
            assertThat(links.events).contains("opened 512");
            busy.closeLinks(kept.id(), "to be dialled again");
            assertThat(links.events).contains("closed 588 idle");
        });
        await().untilAsserted(() -> assertThat(there.events).containsExactly("opened 587", "closed 587 idle"));
    }

    @Test
    void tooManyUnansweredRequestsAreRefused() {
        P2psipEndpoint narrow = nodes.open(
                nodes.pki.issue(Role.PEER, 587),
                TestNodes.ANYBODY,
                EndpointOptions.DEFAULTS.withQueues(1, 1, 10, 1024 * 1024));
        BlockingQueue<Inbound> asked = new LinkedBlockingQueue<>();
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, asked::add);
        CompletableFuture<Outcome> first = new CompletableFuture<>();
        CompletableFuture<Outcome> second = new CompletableFuture<>();

        narrow.request(at, nodes.question(), TestNodes.SOON, first::complete);
        narrow.request(at, nodes.question(), TestNodes.SOON, second::complete);

        assertThat(TestNodes.await(second)).isEqualTo(new Outcome.Unreachable("overloaded"));
        await().until(() -> !asked.isEmpty());
        TestNodes.answer(asked.remove());
        assertThat(TestNodes.await(first)).isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void whoDoesNotReadIsOverloadedAndTakesNoMoreMemory() throws Exception {
        P2psipEndpoint narrow = nodes.open(
                nodes.pki.issue(Role.CSP, 513),
                TestNodes.ANYBODY,
                EndpointOptions.DEFAULTS.withQueues(100_000, 1, 10, 64 * 1024));
        NodeContact at = nodes.serve(narrow);
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

        try (RawClient mute = new RawClient(at.address(), nodes.pki.issue(Role.PEER, 587), ProtocolVersion.ALPN)) {
            mute.send("P2PSIP Dance\r\n");
            await().until(() -> nodes.count("pigw_links_opened_total", "side", "accepted") == 1);
            await().until(() -> {
                for (int i = 0; i < 1_000; i++) {
                    narrow.requestOverLink(NodeId.of(587), nodes.question(), TestNodes.SOON, outcomes::add);
                }
                return outcomes.contains(new Outcome.Unreachable("overloaded"));
            });
        }
    }

    @Test
    void nodesOfOneProcessNeverTakeOneAnotherForSomebodyElse() {
        EndpointOptions brief = EndpointOptions.DEFAULTS.withKeeping(Duration.ofMillis(20), SHORT, SHORT);
        List<P2psipEndpoint> many = new ArrayList<>();
        List<NodeContact> contacts = new ArrayList<>();
        for (int id = 1; id <= 8; id++) {
            P2psipEndpoint node = nodes.open(nodes.pki.issue(Role.PEER, id), TestNodes.ANYBODY, brief);
            many.add(node);
            contacts.add(nodes.serve(node));
        }

        for (int round = 0; round < 3; round++) {
            for (P2psipEndpoint from : many) {
                for (NodeContact to : contacts) {
                    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
                    from.requestDialled(to, nodes.question(), TestNodes.SOON, outcome::complete);
                    assertThat(TestNodes.await(outcome)).isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
                        assertThat(answered.by().id()).isEqualTo(to.id());
                        assertThat(answered.answer())
                                .isEqualTo(new NameMessage.FetchAnswer(
                                        answered.answer().transaction(),
                                        List.of(from.certificate().id())));
                    });
                }
            }
        }

        assertThat(nodes.environment.metrics().scrape()).doesNotContain("pigw_links_refused_total{");
        assertThat(nodes.count("pigw_tls_certificates_checked_total"))
                .as("some sessions were resumed")
                .isLessThan(nodes.count("pigw_links_opened_total", "side", "dialled") * 2);
    }

    @Test
    void signsOfLifeAreAnsweredWithoutTheService() {
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, inbound -> {
            throw new AssertionError(inbound);
        });

        Outcome outcome = nodes.ask(
                peer, at, new ChordMessage.Ping(Transaction.mint(nodes.environment.random())), TestNodes.SOON);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.answer())
                                .isInstanceOfSatisfying(
                                        Response.class,
                                        response ->
                                                assertThat(response.status()).isEqualTo(Status.OK)));
    }

    @Test
    void aServiceThatFailsIsAnswered500AndTheLinkLivesOn() {
        NodeContact at = nodes.serve(csp, TestNodes.ANY_PORT, inbound -> {
            throw new IllegalStateException("a bug");
        });

        Outcome outcome = nodes.ask(peer, at);

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Answered.class,
                        answered -> assertThat(answered.answer())
                                .isInstanceOfSatisfying(
                                        Response.class,
                                        response -> assertThat(response.status().code())
                                                .isEqualTo(500)));
        assertThat(nodes.count("pigw_handler_failures_total")).isEqualTo(1);
        assertThat(nodes.count("pigw_links_closed_total")).isZero();
    }

    @Test
    void linksAreLookedAtOnTheLoopAlone() {
        assertThat(nodes.ask(peer, nodes.serve(csp))).isInstanceOf(Outcome.Answered.class);
        CompletableFuture<List<NodeCertificate>> linked = new CompletableFuture<>();

        peer.loop().execute(() -> linked.complete(peer.linkedNodes()));

        assertThat(TestNodes.await(linked)).containsExactly(csp.certificate());
        assertThatThrownBy(peer::linkedNodes).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aRequestWithoutATransactionIsABug() {
        NodeContact anywhere = TestNodes.contact(512, new HostPort("127.0.0.1", 9));

        assertThatThrownBy(() ->
                        peer.request(anywhere, new ChordMessage.Ping(Transaction.ABSENT), TestNodes.SOON, _ -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesAreLookedUp() {
        NodeContact at = nodes.serve(csp);

        Outcome outcome = nodes.ask(
                peer,
                TestNodes.contact(512, new HostPort("localhost", at.address().port())));

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
    }
}
