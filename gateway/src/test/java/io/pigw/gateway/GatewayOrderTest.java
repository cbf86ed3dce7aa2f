package io.pigw.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pigw.overlay.port.Role;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.Status;
import io.pigw.runtime.identity.NodeIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The whole gateway between real sockets: whatever fails and is repeated, each sender's messages arrive in their order, and once.
 * {@code -Dorder.messages=N} sends N messages a sender.
 */
class GatewayOrderTest extends GatewayFixture {

    private static final int SENDERS = 100;
    private static final int MESSAGES = Integer.getInteger("order.messages", 10);
    private static final int PEERS = 10;
    private static final int REFUSED_AT_FIRST = 20;
    private static final int LOST_AT_FIRST = 97;
    private static final Duration LONG = Duration.ofMinutes(4);

    private final Map<CallId, Integer> attempts = new ConcurrentHashMap<>();

    @Test
    void messagesOfAHundredSendersArriveInEachSendersOrder() throws Exception {
        // Given a CSP that refuses one first attempt in 20 and takes one in 97 without ever answering
        List<String> taken = new CopyOnWriteArrayList<>();
        Set<CallId> seen = ConcurrentHashMap.newKeySet();
        csp().behave(message -> {
            int attempt = attempts.merge(message.callId(), 1, Integer::sum);
            int chance = Math.floorMod(message.callId().hashCode(), REFUSED_AT_FIRST * LOST_AT_FIRST);
            if (attempt == 1 && chance % REFUSED_AT_FIRST == 0) {
                return Optional.of(Status.TEMPORARILY_UNAVAILABLE);
            }
            if (seen.add(message.callId())) {
                taken.add(message.body().toUtf8());
            }
            return attempt == 1 && chance % LOST_AT_FIRST == 0 ? Optional.empty() : Optional.of(Status.OK);
        });
        Gateway gateway = startAndConnect("240s", csp());

        // When 100 clients send their messages
        try (ImsSwarm swarm = new ImsSwarm(
                gateway.sipAddress(),
                SENDERS,
                MESSAGES,
                number -> "sip:" + (600 + number % PEERS) + "@p2p.example.net")) {
            swarm.run(LONG);
        }
        await().atMost(LONG).until(() -> status(gateway).pending() == 0);

        // Then all are there, each sender's in order
        assertThat(taken).hasSize(SENDERS * MESSAGES);
        assertThat(bySender(taken))
                .hasSize(SENDERS)
                .allSatisfy((_, sequence) -> assertThat(sequence)
                        .isEqualTo(IntStream.range(0, MESSAGES).boxed().toList()));
        assertThat(attempts.values()).as("some were repeated").anyMatch(count -> count > 1);
        assertThat(ims().requests).as("nobody is told of a failure").isEmpty();
    }

    @Test
    void peersMessagesArriveInEachPeersOrderToo() throws Exception {
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        List<String> taken = new CopyOnWriteArrayList<>();
        ims().answer(request -> {
            String callId = request.split("(?i)Call-ID: ", 2)[1].split("\r\n", 2)[0];
            int attempt = tries.merge(callId, 1, Integer::sum);
            if (attempt == 1 && Math.floorMod(callId.hashCode(), REFUSED_AT_FIRST) == 0) {
                return "480 Temporarily Unavailable";
            }
            String body = request.split("\r\n\r\n", 2)[1];
            if (!taken.contains(body)) {
                taken.add(body);
            }
            return "200 OK";
        });
        Gateway gateway = startAndConnect("60s", csp());
        List<NodeIdentity> peers = new ArrayList<>();
        for (int i = 0; i < PEERS; i++) {
            peers.add(PKI.issue(Role.PEER, 600 + i));
        }

        for (int message = 0; message < 50; message++) {
            for (int peer = 0; peer < PEERS; peer++) {
                var signed = signed(peer + "-" + message, peers.get(peer), peer + ":" + message);
                assertThat(csp().send(NodeId.of(260), signed).status()).isEqualTo(Status.OK);
            }
        }
        await().atMost(LONG).until(() -> status(gateway).pending() == 0);

        assertThat(bySender(taken))
                .hasSize(PEERS)
                .allSatisfy((_, sequence) -> assertThat(sequence)
                        .isEqualTo(IntStream.range(0, 50).boxed().toList()));
        assertThat(tries.values()).as("some were repeated").anyMatch(count -> count > 1);
    }

    @Test
    void aFloodOfRetransmissionsIsOneDelivery() throws Exception {
        Gateway gateway = startAndConnect("20s", csp());
        try (ImsSwarm swarm = new ImsSwarm(gateway.sipAddress(), 1, 1, _ -> "")) {
            swarm.flood("sip:586@p2p.example.net", 3_000);
            awaitOne(csp().received);
            swarm.flood("sip:586@p2p.example.net", 3_000);
        }
        awaitNothingPending(gateway);

        // A message behind the flood has been taken when all of the flood was.
        ims().message(gateway.sipAddress(), "sip:600@p2p.example.net", "1@client", "behind it");
        awaitNothingPending(gateway);

        assertThat(csp().received)
                .extracting(message -> message.body().toUtf8())
                .containsExactly("hi", "behind it");
    }

    private static Map<String, List<Integer>> bySender(List<String> bodies) {
        Map<String, List<Integer>> sequences = new LinkedHashMap<>();
        for (String body : bodies) {
            String[] parts = body.split(":", 2);
            sequences.computeIfAbsent(parts[0], _ -> new ArrayList<>()).add(Integer.parseInt(parts[1]));
        }
        return sequences;
    }
}
