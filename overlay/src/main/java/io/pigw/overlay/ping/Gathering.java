package io.pigw.overlay.ping;

import io.pigw.overlay.port.Scheduler;
import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.Identity;
import io.pigw.p2psip.message.PingRequest;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.PingTerms;
import io.pigw.p2psip.signing.SignedContent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The copies of one ping at its destination, each with all its signatures verified.
 *
 * <pre>
 *   GATHERING --all copies, or end of window--> CHOOSING --chosen, or out of time--> ANSWERED
 * </pre>
 *
 * Where there are opinions, a copy that comes later is told to the CSP too, which would else ask along the route what became of it.
 */
final class Gathering {

    private enum State {
        GATHERING,
        CHOOSING,
        ANSWERED
    }

    private final DestinationContext context;
    private final int expected;
    private final Instant forgottenAt;
    private final List<PingRequest> copies = new ArrayList<>();
    private final List<Integer> arrived = new ArrayList<>();
    private State state = State.GATHERING;
    private Scheduler.@Nullable Cancellable timer;

    Gathering(DestinationContext context, int expected, Instant forgottenAt) {
        this.context = context;
        this.expected = expected;
        this.forgottenAt = forgottenAt;
    }

    boolean isForgotten(Instant now) {
        return !forgottenAt.isAfter(now);
    }

    /** Each copy comes once, and verifies: the forwarder has seen to that. */
    void onCopy(PingRequest ping) {
        context.events().arrived(ping.route().size());
        arrived.add(terms(ping).routeIndex());
        Collections.sort(arrived);
        if (state != State.GATHERING) {
            context.listener().arrived(List.of(ping));
            if (state == State.ANSWERED && !context.opinion().equals(OpinionPort.NONE)) {
                answer(ping);
            }
            return;
        }
        copies.add(ping);
        if (copies.size() >= expected) {
            choose();
        } else if (timer == null) {
            timer = context.ports().scheduler().schedule(context.options().window(), this::choose);
        }
    }

    private void choose() {
        cancelTimer();
        List<PingRequest> verified = List.copyOf(copies);
        copies.clear();
        state = State.CHOOSING;
        context.listener().arrived(verified);
        if (verified.size() == 1) {
            answer(verified.getFirst());
            return;
        }
        timer = context.ports().scheduler().schedule(context.options().opinionTimeLimit(), () -> {
            if (state == State.CHOOSING) {
                context.events().undecided();
                answer(verified.getFirst());
            }
        });
        context.opinion()
                .choose(verified.stream().map(PingRequest::nodes).toList(), chosen -> onChoice(verified, chosen));
    }

    private void onChoice(List<PingRequest> verified, Optional<Integer> chosen) {
        if (state != State.CHOOSING) {
            return;
        }
        boolean valid = chosen.isPresent() && chosen.get() >= 0 && chosen.get() < verified.size();
        if (!valid) {
            context.events().undecided();
        }
        answer(verified.get(valid ? chosen.get() : 0));
    }

    private void answer(PingRequest ping) {
        cancelTimer();
        state = State.ANSWERED;
        context.ports().transport().send(ping.csp(), signed(ping));
    }

    private PingResponse signed(PingRequest ping) {
        Bytes certificate = context.ports().signer().certificate().der();
        PingResponse unsigned = response(ping, new Identity(Bytes.utf8("unsigned"), certificate));
        Bytes content = SignedContent.pingResponse(context.local().overlay(), unsigned);
        return response(ping, new Identity(context.ports().signer().sign(content), certificate));
    }

    private PingResponse response(PingRequest ping, Identity identity) {
        return new PingResponse(
                ping.callId(),
                Transaction.mint(context.ports().random()),
                ping.csp(),
                context.local().contact(),
                terms(ping),
                arrived,
                ping.route(),
                ping.certificates(),
                identity);
    }

    private static PingTerms terms(PingRequest ping) {
        return Objects.requireNonNull(ping.terms(), "a verified ping has terms");
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
