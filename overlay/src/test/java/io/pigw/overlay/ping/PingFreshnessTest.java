package io.pigw.overlay.ping;

import static io.pigw.overlay.ping.Samples.DESTINATION;
import static io.pigw.overlay.ping.Samples.peer;
import static io.pigw.overlay.ping.Samples.ping;
import static io.pigw.overlay.ping.Samples.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.opinion.FakeNode;
import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingReceipt;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pings of CSP 512, whose clock is another than that of 586, to which they come. */
class PingFreshnessTest {

    private static final Duration AFTER_A_CRASH = PingMarks.AHEAD.plusMillis(1);

    private final FakeNode node = new FakeNode(Role.PEER, DESTINATION);
    private final FakeMarkStore store = new FakeMarkStore();
    private final List<Integer> arrived = new ArrayList<>();
    private final List<PingDrop> dropped = new ArrayList<>();
    private final List<P2psipMessage> replies = new ArrayList<>();

    private final PingEvents events = new PingEvents() {
        @Override
        public void arrived(int hops) {
            arrived.add(hops);
        }

        @Override
        public void dropped(PingDrop reason) {
            dropped.add(reason);
        }
    };

    private PingForwarder forwarder = started();

    @ParameterizedTest
    @ValueSource(ints = {-600, -300, -1, 0, 1, 300, 600})
    void whatAClockThatIsSoManySecondsAheadSignedAfterTheStartIsTaken(int seconds) {
        // When
        brings(1, FakeNode.NOON.plusSeconds(seconds));

        // Then
        assertThat(dropped).isEmpty();
        assertThat(arrived).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {-661, 601})
    void clocksThatDifferByMoreAreNotTolerated(int seconds) {
        // When
        brings(1, FakeNode.NOON.plusSeconds(seconds));

        // Then
        assertThat(dropped).containsExactly(PingDrop.EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, -300, -1, 0, 1, 300, 600})
    void whatWasTakenBeforeACrashIsNotTakenAfterIt(int seconds) {
        // Given
        Instant signed = FakeNode.NOON.plusSeconds(seconds);
        brings(1, signed);

        // When
        node.now = node.now.plus(AFTER_A_CRASH);
        forwarder = started();
        brings(1, signed);

        // Then
        assertThat(dropped).containsExactly(PingDrop.EXPIRED);
        assertThat(arrived).hasSize(1);
        brings(2, signed.plus(AFTER_A_CRASH));
        assertThat(arrived).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {-600, -300, 0, 300, 600})
    void afterAnOrderlyRestartTheNextIsTakenAtOnce(int seconds) {
        // Given
        Instant signed = FakeNode.NOON.plusSeconds(seconds);
        brings(1, signed);

        // When
        forwarder.close();
        store.allDone();
        node.now = node.now.plusMillis(1);
        forwarder = started();
        brings(2, signed.plusMillis(1));
        brings(1, signed);

        // Then
        assertThat(arrived).hasSize(2);
        assertThat(dropped).containsExactly(PingDrop.EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(ints = {-300, 300})
    void aClockThatWasSetMeanwhileLetsNothingIn(int seconds) {
        // Given
        brings(1, FakeNode.NOON);

        // When
        node.now = node.now.plusSeconds(seconds);
        forwarder = started();
        brings(1, FakeNode.NOON);

        // Then
        assertThat(dropped).containsExactly(PingDrop.EXPIRED);
        brings(2, FakeNode.NOON.plus(AFTER_A_CRASH));
        assertThat(arrived).hasSize(2);
    }

    @Test
    void aCopyWaitsUntilItIsOnDiskThatItWasTaken() {
        // When
        bring(copy(1, FakeNode.NOON));

        // Then
        assertThat(replies).isEmpty();
        assertThat(arrived).isEmpty();
        store.done();
        assertThat(replies).singleElement().isInstanceOf(PingReceipt.class);
        assertThat(arrived).hasSize(1);
    }

    @Test
    void ofTwoThatWaitedOneIsTaken() {
        // Given
        bring(copy(1, FakeNode.NOON));
        bring(copy(1, FakeNode.NOON));

        // When
        store.allDone();

        // Then
        assertThat(replies).hasSize(2);
        assertThat(arrived).hasSize(1);
        assertThat(dropped).containsExactly(PingDrop.DUPLICATE);
    }

    @Test
    void whatCannotBeWrittenDownIsRefused() {
        // Given
        PingRequest ping = copy(1, FakeNode.NOON);
        bring(ping);

        // When
        store.fail();

        // Then
        assertThat(replies).containsExactly(Response.to(ping, Status.SERVICE_UNAVAILABLE));
        assertThat(dropped).containsExactly(PingDrop.OVERLOADED);
        brings(1, FakeNode.NOON);
        assertThat(arrived).as("it is tried again").hasSize(1);
    }

    @Test
    void nothingIsTakenAfterTheEnd() {
        // Given
        forwarder.close();

        // When
        brings(1, FakeNode.NOON);

        // Then
        assertThat(dropped).containsExactly(PingDrop.OVERLOADED);
        assertThat(store.onDisk).isEmpty();
    }

    @Test
    void aCopyThatTheCspDidNotSignLeavesNoMark() {
        // Given
        PingRequest good = copy(1, FakeNode.NOON);
        PingRequest forged = ping(terms(1, FakeNode.NOON.plusSeconds(600)), good.route());

        // When
        bring(forged);

        // Then
        assertThat(store.underWay()).isZero();
        assertThat(dropped).containsExactly(PingDrop.BAD_SIGNATURE);
    }

    private void brings(int nonce, Instant signed) {
        bring(copy(nonce, signed));
        store.allDone();
    }

    private void bring(PingRequest ping) {
        forwarder.onPingRequest(
                new Inbound(peer(560).certificate(), new HostPort("127.0.0.1", 40_000), ping, replies::add), ping);
    }

    private static PingRequest copy(int nonce, Instant signed) {
        return ping(terms(nonce, signed), 550, 560, DESTINATION);
    }

    private PingForwarder started() {
        return Samples.forwarder(node, DESTINATION, new FakeView(), store, events);
    }
}
