package io.pigw.testbed.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.ping.PingForwarder;
import io.pigw.overlay.ping.PingOptions;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.peer.Peer;
import io.pigw.runtime.trace.WireTap;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Req 15 of the draft, over real sockets: a peer with a good certificate floods a CSP and a peer with queries, updates and old pings,
 * another with pings that cost a verification, and strangers send them garbage. What honest nodes ask meanwhile is answered, all of
 * it.
 */
class FloodTest {

    private static final NodeId CSP = NodeId.of(1024);
    private static final NodeId VICTIM = NodeId.of(586);
    private static final NodeId FLOODER = NodeId.of(1900);
    private static final NodeId FORGER = NodeId.of(1901);
    private static final String ALICE = "alice@ims.example.net";
    private static final int EXCHANGES = 20;
    private static final int OF_EACH_SORT_A_TICK = 30;
    private static final Duration TICK = Duration.ofMillis(10);

    @TempDir
    private Path directory;

    @Test
    void honestTrafficPassesWhileAPeerAndStrangersFlood() throws Exception {
        try (SmallRing ring = new SmallRing(
                        directory,
                        11,
                        NodeId.of(260),
                        List.of(CSP),
                        List.of(VICTIM, NodeId.of(1618), NodeId.of(300)),
                        WireTap.NONE);
                Impostors impostors = new Impostors(ring, Clock.systemUTC())) {
            Peer victim = ring.peers.find(VICTIM).orElseThrow();
            List<Duration> before = exchanges(ring, victim);

            NodeCertificate csp = ring.issue(Role.CSP, CSP).certificate();
            AtomicBoolean over = new AtomicBoolean();
            List<NodeContact> targets = List.of(ring.responsible(VICTIM), victim.contact());
            Impostors.Impostor flooder = impostors.as(Role.PEER, FLOODER);
            Impostors.Impostor forger = impostors.as(Role.PEER, FORGER);
            Thread flood = Thread.ofPlatform().start(() -> flood(flooder, forger, csp, targets, over));
            Thread garbage = Thread.ofPlatform().start(() -> garbage(targets, over));
            List<Duration> beside = new ArrayList<>();
            try {
                beside.addAll(exchanges(ring, victim));
                await("the flood is noticed")
                        .atMost(SmallRing.SOON)
                        .until(() -> count(ring, "ring") > 1_000 && count(ring, "ping") > 1_000);
                beside.addAll(exchanges(ring, victim));
            } finally {
                over.set(true);
            }
            flood.join();
            garbage.join();

            System.Logger log = System.getLogger(FloodTest.class.getName());
            log.log(
                    System.Logger.Level.INFO,
                    "slowest without flood {0}, beside it {1}",
                    slowest(before),
                    slowest(beside));
            assertThat(ring.environment.metrics().count("pigw_pings_dropped_total", "reason", "bad_signature"))
                    .isPositive();
            assertThat(ring.environment.metrics().count("pigw_misbehaviour_total", "what", "ping_bad_signature"))
                    .as("and cost their sender the link")
                    .isPositive();
            assertThat(ring.environment.metrics().count("pigw_handler_failures_total"))
                    .isZero();
        }
    }

    /** Honest messages, one after the other, both ways; how long each took. */
    private static List<Duration> exchanges(SmallRing ring, Peer victim) throws Exception {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < EXCHANGES; i++) {
            Instant began = Instant.now();
            if (i % 2 == 0) {
                CallId callId = CallId.mint(ring.environment.random());
                assertThat(ring.gateway.send(ring.responsible(VICTIM), ALICE, VICTIM, callId, "hello"))
                        .isEqualTo(200);
            } else {
                assertThat(victim.send(Party.parse(ALICE), "text/plain", Bytes.utf8("hello"))
                                .get(30, TimeUnit.SECONDS)
                                .status()
                                .code())
                        .isEqualTo(200);
            }
            took.add(Duration.between(began, Instant.now()));
        }
        return took;
    }

    private static Duration slowest(List<Duration> took) {
        return took.stream().max(Duration::compareTo).orElseThrow();
    }

    private static double count(SmallRing ring, String sort) {
        return ring.environment.metrics().count("pigw_requests_limited_total", "sort", sort);
    }

    private static void flood(
            Impostors.Impostor flooder,
            Impostors.Impostor forger,
            NodeCertificate csp,
            List<NodeContact> targets,
            AtomicBoolean over) {
        Random random = new Random(15);
        while (!over.get()) {
            for (int i = 0; i < OF_EACH_SORT_A_TICK; i++) {
                for (NodeContact target : targets) {
                    flooder.send(target, query(random));
                    flooder.send(target, update(random, target));
                    flooder.send(target, worthlessPing(csp, FLOODER, Instant.EPOCH, random, target));
                }
            }
            for (NodeContact target : targets) {
                forger.send(target, worthlessPing(csp, FORGER, Instant.now(), random, target));
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }

    private static P2psipMessage query(Random random) {
        return new ChordMessage.RouteQuery(
                Transaction.mint(random), NodeId.of(random.nextInt(2_048)), MessageRequest.INITIAL_MAX_FORWARDS);
    }

    private static P2psipMessage update(Random random, NodeContact target) {
        NodeContact self = new NodeContact(FLOODER, target.address());
        return new ChordMessage.UpdateRequest(Transaction.mint(random), self, List.of(target), List.of(target));
    }

    /** All of it is right, unless it is too old, but the CSP's signature, which is looked at last and proves who lies. */
    private static P2psipMessage worthlessPing(
            NodeCertificate csp, NodeId sender, Instant signed, Random random, NodeContact target) {
        Bytes signature = Bytes.utf8("no signature of the CSP");
        return new PingRequest(
                CallId.mint(random),
                Transaction.mint(random),
                new NodeContact(csp.id(), target.address()),
                VICTIM,
                PingForwarder.MAX_ENTRIES - 1,
                new PingTerms(token(random), token(random), signed.plus(PingOptions.LIFETIME), 1, 0),
                List.of(
                        new RouteEntry(csp.id(), sender, csp.sha256(), signature),
                        new RouteEntry(sender, target.id(), csp.sha256(), signature)),
                List.of(csp.der()));
    }

    private static String token(Random random) {
        return "%016x%016x".formatted(random.nextLong(), random.nextLong());
    }

    /** Bytes that are no TLS, over one connection after the other. */
    private static void garbage(List<NodeContact> targets, AtomicBoolean over) {
        byte[] bytes = new byte[256];
        new Random(15).nextBytes(bytes);
        while (!over.get()) {
            for (NodeContact target : targets) {
                try (Socket socket =
                        new Socket(target.address().host(), target.address().port())) {
                    socket.getOutputStream().write(bytes);
                } catch (IOException refused) {
                    // as it should be
                }
            }
            LockSupport.parkNanos(TICK.toNanos());
        }
    }
}
