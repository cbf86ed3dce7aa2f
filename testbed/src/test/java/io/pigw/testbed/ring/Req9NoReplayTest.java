package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.peer.Peer;
import io.pigw.peer.Peers;
import io.pigw.runtime.testing.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Req 9 of the draft: what was captured and comes again, 1 s, 1 min, just within 10 min or 1 h later, whether the node has been restarted
 * meanwhile or not, has no effect. Pings and messages are brought by an insider who has the captured sender's own certificate, or by
 * another peer, and a locate, which bears no signature, as the bytes on the wire.
 */
class Req9NoReplayTest {

    private static final NodeId CSP = NodeId.of(1024);
    private static final NodeId VICTIM = NodeId.of(586);
    private static final NodeId FRIEND = NodeId.of(1618);
    private static final NodeId OTHER = NodeId.of(300);
    private static final NodeId SPY = NodeId.of(1900);
    private static final NodeId THIEF = NodeId.of(1901);
    private static final Party ALICE = Party.parse("alice@ims.example.net");
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TestClock clock = new TestClock(Instant.now());
    private final SentTap tap = new SentTap();

    @TempDir
    private Path directory;

    /** What one moment's traffic left in an attacker's hands. */
    private record Capture(List<SentTap.Sent> sent, Bytes locate, Instant at) {}

    @Test
    void whatIsReplayedAfterASecondAMinuteAndAnHourHasNoEffectNotEvenAfterARestart() throws Exception {
        try (SmallRing ring =
                new SmallRing(directory, 11, NodeId.of(260), List.of(CSP), List.of(FRIEND, OTHER), tap, clock)) {
            Peers victims = ring.peer(VICTIM, "user586@p2p.example.net");
            assertThat(victims.allJoined()).succeedsWithin(SmallRing.SOON);
            // joined is not known to all: the ring settles first
            await().atMost(SmallRing.SOON)
                    .untilAsserted(() -> exchange(ring, victims.all().getFirst()));
            List<Capture> captures = captures(ring, victims.all().getFirst());
            clock.advance(Duration.ofSeconds(1));
            replayed(ring, victims.all().getFirst(), captures);

            // who was impersonated may have lost a link
            await().atMost(SmallRing.SOON)
                    .untilAsserted(() -> exchange(ring, victims.all().getFirst()));
            captures = captures(ring, victims.all().getFirst());
            clock.advance(Duration.ofMillis(500));
            victims.close();
            ring.restartCsp(CSP);
            try (Peers restarted = ring.peer(VICTIM, "user586@p2p.example.net")) {
                assertThat(restarted.allJoined()).succeedsWithin(SmallRing.SOON);
                clock.advance(Duration.ofMillis(500));
                replayed(ring, restarted.all().getFirst(), captures);

                // honest traffic goes on, once nobody is held down any more for having been away
                clock.advance(Duration.ofMinutes(1));
                ring.settle();
                await().atMost(SmallRing.SOON)
                        .untilAsserted(() -> exchange(ring, restarted.all().getFirst()));
            }
        }
    }

    /** Traffic that a second after this is 1 h old, two seconds short of 10 min, 1 min and 1 s. */
    private List<Capture> captures(SmallRing ring, Peer victim) throws Exception {
        List<Capture> captures = new ArrayList<>();
        for (Duration pause : List.of(Duration.ofMinutes(51), Duration.ofSeconds(9 * 60 - 2), Duration.ofSeconds(59))) {
            captures.add(capture(ring, victim));
            clock.advance(pause);
        }
        captures.add(capture(ring, victim));
        return captures;
    }

    private Capture capture(SmallRing ring, Peer victim) throws Exception {
        tap.clear();
        exchange(ring, victim);
        Bytes locate = locateOnTheWire(ring);
        List<SentTap.Sent> sent = tap.all();
        assertThat(sent)
                .as("what is captured")
                .anyMatch(
                        one -> one.message() instanceof PingRequest && one.to().equals(VICTIM))
                .anyMatch(
                        one -> one.message() instanceof PingResponse && one.by().equals(VICTIM))
                .anyMatch(one -> one.isMessage(VICTIM, CSP))
                .anyMatch(one -> one.isMessage(CSP, VICTIM))
                .anyMatch(one -> one.isMessage(FRIEND, VICTIM));
        return new Capture(sent, locate, clock.instant());
    }

    /** From and to the IMS user, and from the friend, who has the victim located. */
    private void exchange(SmallRing ring, Peer victim) throws Exception {
        assertThat(ring.gateway.send(
                        ring.responsible(VICTIM),
                        ALICE.toString(),
                        VICTIM,
                        CallId.mint(ring.environment.random()),
                        "1"))
                .isEqualTo(200);
        for (Peer from : List.of(victim, ring.peers.find(FRIEND).orElseThrow())) {
            Party to = from.equals(victim) ? ALICE : new Party.Node(VICTIM);
            assertThat(from.send(to, "text/plain", Bytes.utf8("2"))
                            .get(30, TimeUnit.SECONDS)
                            .status()
                            .code())
                    .isEqualTo(200);
        }
    }

    private Bytes locateOnTheWire(SmallRing ring) throws Exception {
        try (RecordingProxy proxy = new RecordingProxy(ring.responsible(VICTIM).address());
                Impostors spies = new Impostors(ring, clock)) {
            LocateRequest request = new LocateRequest(Transaction.mint(ring.environment.random()), VICTIM);
            assertThat(spies.as(Role.PEER, SPY).request(new NodeContact(CSP, proxy.address()), request))
                    .isInstanceOf(LocateAnswer.class);
            return proxy.recorded();
        }
    }

    private void replayed(SmallRing ring, Peer victim, List<Capture> captures) throws Exception {
        int inbox = victim.inbox().after(0, 1_000).size();
        int atGateway = ring.gateway.received.size();
        double locates = ring.environment.metrics().count("pigw_csp_locates_total", "status", "200");
        double strays = strays(ring);
        tap.clear();
        try (Impostors impostors = new Impostors(ring, clock)) {
            for (Capture capture : captures) {
                for (SentTap.Sent one : capture.sent()) {
                    strays += replayed(impostors, ring.responsible(VICTIM), victim.contact(), one, capture.at());
                }
                RecordingProxy.replay(ring.responsible(VICTIM).address(), capture.locate());
            }
            double expected = strays;
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(strays(ring)).isEqualTo(expected));
        }
        assertThat(ring.environment.metrics().count("pigw_misbehaviour_total", "what", "ping_wrong_link"))
                .as("the thief had a link, and lost it")
                .isPositive();
        assertThat(victim.inbox().after(0, 1_000)).hasSize(inbox);
        assertThat(ring.gateway.received).hasSize(atGateway);
        assertThat(ring.environment.metrics().count("pigw_csp_locates_total", "status", "200"))
                .isEqualTo(locates);
        assertThat(tap.all())
                .as("no ping is answered or passed on again, no message handed on")
                .noneMatch(one -> one.message() instanceof PingResponse
                        || one.message() instanceof PingRequest
                        || one.message() instanceof MessageRequest);
    }

    /** Brings one message again. Returns how many answers to pings were among it, which nobody answers. */
    private int replayed(Impostors impostors, NodeContact csp, NodeContact victim, SentTap.Sent one, Instant at)
            throws Exception {
        boolean stale = at.plus(FRESH).isBefore(clock.instant());
        boolean toVictim = one.to().equals(VICTIM);
        boolean toCsp = one.to().equals(CSP) && one.by().equals(VICTIM);
        return switch (one.message()) {
            case PingRequest ping
            when toVictim -> {
                assertThat(impostors.as(one.role(), one.by()).status(victim, ping))
                        .isIn(403, 482);
                assertThat(impostors.as(Role.PEER, THIEF).statusOrCutOff(victim, ping))
                        .isIn(403, 0);
                yield 0;
            }
            case MessageRequest message
            when toVictim -> {
                assertThat(impostors.as(one.role(), one.by()).status(victim, message))
                        .isEqualTo(stale ? 403 : 200);
                assertThat(impostors.as(Role.PEER, SPY).status(victim, message)).isEqualTo(403);
                yield 0;
            }
            case MessageRequest message
            when toCsp -> {
                assertThat(impostors.as(Role.PEER, VICTIM).status(csp, message)).isEqualTo(stale ? 403 : 200);
                assertThat(impostors.as(Role.PEER, SPY).status(csp, message)).isEqualTo(400);
                yield 0;
            }
            case PingResponse response
            when toCsp -> {
                impostors.as(Role.PEER, VICTIM).send(csp, response);
                yield 1;
            }
            default -> 0;
        };
    }

    private static double strays(SmallRing ring) {
        return ring.environment.metrics().count("pigw_pings_dropped_total", "reason", "unexpected_answer");
    }
}
