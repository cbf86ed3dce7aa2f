package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ChordMessage;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Takes a link that we dialled out of use without losing what goes over it, either way: make before break. On the loop alone.
 *
 * <pre>
 *   DIALLING --linked--> ON_TRIAL --answered over the new link--> SETTLING --answered over the old one--> the old one retires
 *       '---------------------'--- not: the old one stays
 * </pre>
 *
 * Once the other end has answered over the new link it sends over that alone, for of the links that a node dialled it uses the
 * newest. Whatever it sent over the old one before comes before its last answer there. What is unanswered then keeps the old
 * link open, for {@link #RETIRE_WITHIN} at most.
 */
final class Replacement {

    static final Duration RETIRE_WITHIN = Duration.ofSeconds(15);
    private static final String REASON = "replaced";

    private final Link old;
    private final NodeContact contact;
    private final EventLoop loop;
    private final Dialler dialler;
    private final Duration answerTimeout;
    private final RandomGenerator random;
    private final Consumer<Boolean> then;

    /** @param then told once whether the link was replaced, or is gone anyway */
    Replacement(
            Link old,
            NodeContact contact,
            EventLoop loop,
            Dialler dialler,
            Duration answerTimeout,
            RandomGenerator random,
            Consumer<Boolean> then) {
        this.old = old;
        this.contact = contact;
        this.loop = loop;
        this.dialler = dialler;
        this.answerTimeout = answerTimeout;
        this.random = random;
        this.then = then;
    }

    void begin() {
        dialler.dial(contact, new Dialler.Waiter() {
            @Override
            public void linked(Link fresh) {
                fresh.putOnTrial();
                ask(fresh, outcome -> tried(fresh, outcome));
            }

            @Override
            public void failed(String reason) {
                then.accept(!old.isOpen());
            }
        });
    }

    private void tried(Link fresh, Outcome outcome) {
        if (!(outcome instanceof Outcome.Answered)) {
            fresh.close("not taken by the other end");
            then.accept(!old.isOpen());
            return;
        }
        fresh.putInUse();
        if (!old.isOpen()) {
            if (old.isClosedHere()) {
                fresh.closeWhenDone("nobody wants it any more", RETIRE_WITHIN);
            }
            then.accept(true);
            return;
        }
        old.retire(fresh);
        ask(old, _ -> {
            if (old.isOpen()) {
                old.closeWhenDone(REASON, RETIRE_WITHIN);
            }
            then.accept(true);
        });
    }

    private void ask(Link link, Consumer<Outcome> answered) {
        PendingRequest question = new PendingRequest(new ChordMessage.Ping(Transaction.mint(random)), answered);
        question.endWithin(answerTimeout, loop);
        String failure = link.start(question);
        if (failure != null) {
            question.end(new Outcome.Unreachable(failure));
        }
    }
}
