package io.pigw.overlay.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pigw.overlay.port.Inbound;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Role;
import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.CallId;
import io.pigw.p2psip.HostPort;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Party;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.TrustMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Admission by how late a thread is, under virtual time. */
class LoopDelayTest {

    private static final Duration LATE = LoopDelay.TARGET.plusMillis(1);

    private Instant now = Instant.EPOCH;
    private @Nullable Runnable task;
    private final Scheduler scheduler = (delay, next) -> {
        assertThat(delay).isEqualTo(LoopDelay.EVERY);
        task = next;
        return () -> task = null;
    };
    private final LoopDelay delay = new LoopDelay(scheduler, () -> now, new Random(1));

    @BeforeEach
    void start() {
        delay.start();
    }

    @Test
    void letsAllInWhileTheThreadIsInTime() {
        looks(100, Duration.ZERO);
        looks(100, LoopDelay.TARGET);

        assertThat(admitted(1_000)).isEqualTo(1_000);
        assertThat(delay.share()).isEqualTo(1);
    }

    @Test
    void aPauseIsNoOverloadHoweverLong() {
        for (int i = 0; i < 100; i++) {
            looks(1, Duration.ofSeconds(30));
            looks(1, Duration.ZERO);
        }

        assertThat(delay.share()).isEqualTo(1);
    }

    @Test
    void fewerLooksThanAnIntervalHoldsAreNoOverload() {
        looks(LoopDelay.LOOKS - 1, Duration.ofSeconds(2));
        looks(1, Duration.ZERO);

        assertThat(delay.share()).isEqualTo(1);
    }

    @Test
    void aQueueThatStandsShedsMoreAndMoreButNeverAll() {
        looks(LoopDelay.LOOKS, LATE);
        double first = delay.share();
        looks(100, LATE);

        assertThat(first).isEqualTo(0.5);
        assertThat(delay.share()).isEqualTo(AdmittedShare.LEAST);
        assertThat(admitted(1_000)).isBetween(19, 21);
    }

    @Test
    void fewRequestsAreNotWhatTheThreadIsBehindWith() {
        for (int i = 0; i < 100; i++) {
            admitted(LoopDelay.LEAST_ASKED / LoopDelay.LOOKS);
            now = now.plus(LoopDelay.EVERY).plus(LATE);
            Objects.requireNonNull(task).run();
        }

        assertThat(delay.share()).isEqualTo(1);
    }

    @Test
    void recoversWhenTheThreadIsInTimeAgain() {
        looks(100, LATE);
        assertThat(delay.retryAfterSeconds()).isBetween(5, 8);

        looks(55, Duration.ZERO);

        assertThat(delay.share()).isEqualTo(1);
        assertThat(delay.retryAfterSeconds()).isEqualTo(1);
    }

    @Test
    void looksNoMoreWhenItIsClosed() {
        delay.close();

        assertThat(task).isNull();
    }

    @Test
    void whoIsTurnedAwayIsToldWhenToComeBackAndNoId() {
        List<P2psipMessage> answers = new ArrayList<>();
        int[] refused = {0};
        DelayGate gate = new DelayGate(delay, () -> refused[0]++);
        MessageRequest message = message();
        assertThat(gate.admits(inbound(message, answers))).isTrue();
        looks(100, LATE);
        while (gate.admits(inbound(message, answers))) {
            assertThat(answers).isEmpty();
        }
        TrustMessage.NodeOpinionRequest question =
                new TrustMessage.NodeOpinionRequest(new Transaction(12), List.of(NodeId.of(586)));
        assertThat(gate.admits(inbound(question, answers))).isFalse();

        assertThat(refused[0]).isEqualTo(2);
        assertThat(answers).hasSize(2).allSatisfy(answer -> {
            Response response = (Response) answer;
            assertThat(response.status().code()).isEqualTo(503);
            assertThat(response.retryAfterSeconds()).isBetween(5, 8);
            assertThat(response.from()).isNull();
            assertThat(response.to()).isNull();
        });
        assertThat(((Response) answers.getFirst()).callId()).isEqualTo(message.callId());
        assertThat(((Response) answers.getLast()).transaction()).isEqualTo(new Transaction(12));
    }

    private void looks(int looks, Duration late) {
        for (int i = 0; i < looks; i++) {
            admitted(LoopDelay.LEAST_ASKED / LoopDelay.LOOKS + 1);
            now = now.plus(LoopDelay.EVERY).plus(late);
            Objects.requireNonNull(task).run();
        }
    }

    private int admitted(int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += delay.admits() ? 1 : 0;
        }
        return admitted;
    }

    private static Inbound inbound(P2psipMessage message, List<P2psipMessage> answers) {
        NodeCertificate peer = new NodeCertificate(
                NodeId.of(586),
                "p2p.example.net",
                Role.PEER,
                List.of(),
                Bytes.utf8("certificate"),
                Bytes.utf8("hash"),
                Instant.MAX);
        return new Inbound(peer, new HostPort("127.0.0.1", 5061), message, answers::add);
    }

    private static MessageRequest message() {
        Party alice = Party.parse("alice@ims.example.net");
        return new MessageRequest(
                alice,
                70,
                new Party.Node(NodeId.of(586)),
                alice,
                NodeId.of(586),
                new CallId("a"),
                new Transaction(11),
                Instant.EPOCH,
                "text/plain",
                null,
                null,
                List.of(),
                Bytes.utf8("hi"));
    }
}
