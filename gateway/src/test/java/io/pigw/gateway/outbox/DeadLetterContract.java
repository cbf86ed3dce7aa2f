package io.pigw.gateway.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of messages that are given up. */
abstract class DeadLetterContract extends OutboxRoomContract {

    private static final Instant LATER = NOW.plusSeconds(3600);

    @Test
    void whatIsGivenUpIsKeptWithItsReason() throws Exception {
        DeadLetter letter = giveUp("a", Ending.EXPIRED);
        reopen();

        assertThat(letters()).containsExactly(letter);
        assertThat(letter.reason()).isEqualTo("no route");
        assertThat(letter.payload()).isEqualTo(Messages.toPeer("a", NOW).payload());
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void whatWasDeliveredIsNot() throws Exception {
        get(outbox.accept(Messages.toPeer("a", NOW)));
        complete(lease(Direction.TO_PEER, NOW).getFirst(), Optional.empty());

        assertThat(letters()).isEmpty();
    }

    @Test
    void whatIsSentAgainHasItsNamesAndTheTimeOfNow() throws Exception {
        DeadLetter letter = giveUp("a", Ending.REFUSED);

        DeadLetters.Resend done =
                get(onLoop(() -> outbox.deadLetters().resend(letter.id(), LATER, LATER.plusSeconds(60))));

        assertThat(done).isEqualTo(DeadLetters.Resend.QUEUED);
        assertThat(letters()).isEmpty();
        reopen();
        Entry entry = lease(Direction.TO_PEER, LATER).getFirst();
        assertThat(entry.payload()).isEqualTo(letter.payload().sentAt(LATER));
        assertThat(entry.payload().callId()).isEqualTo(letter.payload().callId());
        assertThat(entry.draft().expiresAt()).isEqualTo(LATER.plusSeconds(60));
        assertThat(entry.id()).isGreaterThan(letter.id());
    }

    @Test
    void theSendersCopyIsStillKnownAndIsNotTheResend() throws Exception {
        DeadLetter letter = giveUp("a", Ending.EXPIRED);
        get(onLoop(() -> outbox.deadLetters().resend(letter.id(), NOW, LATER)));

        assertThat(get(outbox.accept(Messages.toPeer("a", NOW)))).isInstanceOf(Acceptance.Duplicate.class);
        assertThat(outbox.pending()).isEqualTo(1);
    }

    @Test
    void oneIsSentAgainOrDroppedOnce() throws Exception {
        DeadLetter first = giveUp("a", Ending.EXPIRED);
        DeadLetter second = giveUp("b", Ending.EXPIRED);
        DeadLetters dead = outbox.deadLetters();

        assertThat(get(onLoop(() -> dead.drop(first.id())))).isTrue();
        assertThat(get(onLoop(() -> dead.drop(first.id())))).isFalse();
        assertThat(get(onLoop(() -> dead.resend(second.id(), NOW, LATER)))).isEqualTo(DeadLetters.Resend.QUEUED);
        assertThat(get(onLoop(() -> dead.resend(second.id(), NOW, LATER)))).isEqualTo(DeadLetters.Resend.UNKNOWN);
        assertThat(outbox.pending()).isEqualTo(1);
    }

    @Test
    void aFullOutboxKeepsTheLetterWhereItIs() throws Exception {
        reopen(new OutboxLimits(1, 1 << 20, 8, Duration.ofSeconds(40)));
        DeadLetter letter = giveUp("a", Ending.EXPIRED);
        get(outbox.accept(Messages.toPeer("b", NOW)));

        assertThat(get(onLoop(() -> outbox.deadLetters().resend(letter.id(), NOW, LATER))))
                .isEqualTo(DeadLetters.Resend.FULL);
        assertThat(letters()).containsExactly(letter);
    }

    @Test
    void theOldestAreForgottenBeyondNumberAndTime() throws Exception {
        reopen(new OutboxLimits(10, 1 << 20, 8, Duration.ofSeconds(40), 2, Duration.ofDays(1)));
        giveUp("a", Ending.EXPIRED);
        DeadLetter second = giveUp("b", Ending.EXPIRED);
        DeadLetter third = giveUp("c", Ending.EXPIRED);

        purge(NOW);
        assertThat(letters()).containsExactly(second, third);

        purge(NOW.plus(Duration.ofDays(1)).plusSeconds(1));
        assertThat(letters()).isEmpty();
    }

    @Test
    void pagesFollowOneAnother() throws Exception {
        DeadLetter first = giveUp("a", Ending.EXPIRED);
        DeadLetter second = giveUp("b", Ending.EXPIRED);

        assertThat(get(onLoop(() -> outbox.deadLetters().page(0, 1)))).containsExactly(first);
        assertThat(get(onLoop(() -> outbox.deadLetters().page(first.id(), 1)))).containsExactly(second);
    }

    @Test
    void aNumberIsNotGivenAgainToAnother() throws Exception {
        DeadLetter letter = giveUp("a", Ending.EXPIRED);
        purge(NOW.plus(Messages.LIFETIME).plusSeconds(3600)); // its row is gone, the letter is not
        reopen();

        get(outbox.accept(Messages.toPeer("b", NOW)));

        assertThat(lease(Direction.TO_PEER, NOW).getFirst().id()).isGreaterThan(letter.id());
    }

    private List<DeadLetter> letters() throws Exception {
        return get(onLoop(() -> outbox.deadLetters().page(0, 100)));
    }

    private DeadLetter giveUp(String name, Ending ending) throws Exception {
        get(outbox.accept(Messages.toPeer(name, NOW)));
        Entry entry = lease(Direction.TO_PEER, NOW).getFirst();
        get(onLoop(() -> outbox.complete(entry, ending, "no route", NOW, Optional.empty())));
        return DeadLetter.of(entry, ending, "no route", NOW);
    }
}
