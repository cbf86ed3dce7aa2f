package io.pigw.overlay.ping;

import static io.pigw.overlay.opinion.FakeNode.contact;
import static io.pigw.overlay.ping.Samples.DESTINATION;
import static io.pigw.overlay.ping.Samples.entry;
import static io.pigw.overlay.ping.Samples.peer;
import static io.pigw.overlay.ping.Samples.ping;
import static io.pigw.overlay.ping.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RouteEntry;
import io.pigw.p2psip.message.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** CSP 512's pings at their destination, 586, to which they come by 550 and 560. */
class PingForwarderTest {

    private final List<Integer> arrived = new ArrayList<>();
    private final List<PingDrop> dropped = new ArrayList<>();
    private final List<PingDrop> proven = new ArrayList<>();

    private final PingEvents events = new PingEvents() {
        @Override
        public void arrived(int hops) {
            arrived.add(hops);
        }

        @Override
        public void misbehaved(NodeCertificate neighbour, PingDrop what) {
            proven.add(what);
        }

        @Override
        public void dropped(PingDrop reason) {
            dropped.add(reason);
        }
    };

    private final FakeNode node = new FakeNode(Role.PEER, DESTINATION);
    private final PingForwarder forwarder = Samples.forwarder(node, DESTINATION, new FakeView(), events);

    @Test
    void aGoodCopyIsTaken() {
        // When
        P2psipMessage reply = brings(560, good(1));

        // Then
        assertThat(reply).isEqualTo(receipt(good(1)));
        assertThat(arrived).containsExactly(3);
        assertThat(dropped).isEmpty();
    }

    @Test
    void aCopyComesOnce() {
        // Given
        brings(560, good(1));

        // When
        P2psipMessage reply = brings(570, ping(terms(1), 570, DESTINATION));

        // Then
        assertThat(reply).isEqualTo(Response.to(good(1), Status.LOOP_DETECTED));
        assertThat(arrived).hasSize(1);
        assertThat(dropped).containsExactly(PingDrop.DUPLICATE);
    }

    @Test
    void aCopyWithABadEntryIsSignedForAndDropped() {
        // When
        P2psipMessage reply = brings(560, bad(1));

        // Then
        assertThat(reply).isEqualTo(receipt(bad(1)));
        assertThat(arrived).isEmpty();
        assertThat(dropped).containsExactly(PingDrop.BAD_ROUTE);
        assertThat(proven).as("560 need not know").isEmpty();
    }

    @Test
    void theSameCopyMayStillComeWithGoodEntries() {
        // Given
        brings(560, bad(1));

        // When
        P2psipMessage reply = brings(560, good(1));

        // Then
        assertThat(reply).isEqualTo(receipt(good(1)));
        assertThat(arrived).containsExactly(3);
    }

    @Test
    void whoBringsManyBadOnesUsesTheCopiesUp() {
        // Given
        int free = PingForwarder.BAD_ROUTES.burst();
        for (int nonce = 1; nonce <= free; nonce++) {
            brings(560, bad(nonce));
        }

        // When
        P2psipMessage oneMore = brings(560, bad(free + 1));

        // Then
        assertThat(oneMore).as("looks like any other").isEqualTo(receipt(bad(free + 1)));
        assertThat(brings(560, good(free + 1))).isEqualTo(Response.to(good(1), Status.LOOP_DETECTED));
        assertThat(arrived).isEmpty();
        assertThat(brings(560, good(free))).isEqualTo(receipt(good(free)));
        assertThat(arrived).hasSize(1);
    }

    @Test
    void whatOneBroughtDoesNotCountAgainstAnother() {
        // Given
        int free = PingForwarder.BAD_ROUTES.burst();
        for (int nonce = 1; nonce <= free + 1; nonce++) {
            brings(560, bad(nonce));
        }

        // When
        brings(570, withBadMiddle(ping(terms(free + 2), 550, 570, DESTINATION)));

        // Then
        assertThat(brings(560, good(free + 2))).isEqualTo(receipt(good(free + 2)));
    }

    @Test
    void aCertificateThatNoEntryNamesIsAnAlteration() {
        // Given
        List<Bytes> more = new ArrayList<>(good(1).certificates());
        more.add(peer(570).certificate().der());

        // When
        P2psipMessage reply = brings(560, ping(terms(1), good(1).route(), more));

        // Then
        assertRefusedAsAltered(reply);
    }

    @Test
    void aCertificateThatIsLeftOutIsAnAlteration() {
        // Given
        List<Bytes> fewer = new ArrayList<>(good(1).certificates());
        fewer.remove(1);

        // When
        P2psipMessage reply = brings(560, ping(terms(1), good(1).route(), fewer));

        // Then
        assertRefusedAsAltered(reply);
    }

    @Test
    void aCertificateThatComesTwiceIsAnAlteration() {
        // Given
        List<Bytes> more = new ArrayList<>(good(1).certificates());
        more.add(more.getLast());

        // When
        P2psipMessage reply = brings(560, ping(terms(1), good(1).route(), more));

        // Then
        assertRefusedAsAltered(reply);
    }

    @Test
    void anEntryOfItsOwnThatABringerDidNotSignIsProofAgainstIt() {
        // Given
        List<RouteEntry> route = new ArrayList<>(good(1).route());
        route.set(2, entry(peer(560), DESTINATION, Bytes.utf8("none")));

        // When
        P2psipMessage reply = brings(560, ping(terms(1), route));

        // Then
        assertThat(reply).isEqualTo(Response.to(good(1), Status.FORBIDDEN));
        assertThat(proven).containsExactly(PingDrop.BAD_SIGNATURE);
        assertThat(brings(560, good(1))).as("it may still come").isEqualTo(receipt(good(1)));
    }

    private void assertRefusedAsAltered(P2psipMessage reply) {
        assertThat(reply).isEqualTo(Response.to(good(1), Status.FORBIDDEN));
        assertThat(arrived).isEmpty();
        assertThat(dropped).containsExactly(PingDrop.ALTERED);
        assertThat(proven).containsExactly(PingDrop.ALTERED);
    }

    private P2psipMessage brings(long from, PingRequest ping) {
        return Samples.reply(peer(from), ping, inbound -> forwarder.onPingRequest(inbound, ping));
    }

    /** A copy on its last link. */
    private static PingRequest good(int nonce) {
        return ping(terms(nonce), 550, 560, DESTINATION);
    }

    /** The same, but for what 550 signed. */
    private static PingRequest bad(int nonce) {
        return withBadMiddle(good(nonce));
    }

    /** The second of three entries is signed by nobody, the third as it must be. */
    private static PingRequest withBadMiddle(PingRequest ping) {
        RouteEntry first = ping.route().getFirst();
        RouteEntry last = ping.route().getLast();
        RouteEntry middle = entry(peer(550), last.signer().low(), Bytes.utf8("none"));
        RouteEntry onMiddle = entry(middle, peer(last.signer().low()), DESTINATION);
        PingTerms terms = Objects.requireNonNull(ping.terms());
        return ping(terms, List.of(first, middle, onMiddle));
    }

    /** What the destination answers when it takes the ping. */
    private static PingReceipt receipt(PingRequest ping) {
        return new PingReceipt(
                ping.transaction(),
                contact(DESTINATION),
                Samples.receipt(peer(DESTINATION), ping.route(), DESTINATION));
    }
}
