package io.pigw.peer.text;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.overlay.port.Outcome;
import io.pigw.overlay.port.Role;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.LocateAnswer;
import io.pigw.p2psip.message.LocateRequest;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One message on its way to one node.
 *
 * <pre>
 *   LOCATING at a CSP --it says where--> DELIVERING there --200, or refused--> (told)
 *      ^  '--redirected, busy, silent, not found once--'         '--away, busy, silent--> LOCATING
 *      '------------- so often, and so long, at most -------------------------------------'
 * </pre>
 *
 * Each attempt bears the same Call-ID, so that the node takes the message once however often it comes.
 */
final class Delivery {

    /** Questions to CSPs, and with them attempts to deliver. */
    static final int MAX_ATTEMPTS = 5;

    /** How often a node is not found before it counts as not there: a ping may be lost. */
    static final int MAX_NOT_FOUND = 2;

    /** After that nothing is begun any more. */
    static final Duration GIVE_UP_AFTER = Duration.ofSeconds(40);

    private static final int MAX_PAUSE_SECONDS = 5;

    private final DirectSender.Means means;
    private final NodeId node;
    private final MessageRequest message;
    private final Consumer<Status> end;
    private final Instant giveUpAt;
    private int attempts;
    private int notFound;
    private boolean mayHaveArrived;
    private Status last = Status.TEMPORARILY_UNAVAILABLE;

    Delivery(DirectSender.Means means, NodeId node, MessageRequest message, Consumer<Status> end) {
        this.means = means;
        this.node = node;
        this.message = message;
        this.end = end;
        this.giveUpAt = means.ports().clock().instant().plus(GIVE_UP_AFTER);
    }

    void start() {
        locate(means.csps().first());
    }

    private void again(Status why) {
        last = why;
        locate(means.csps().first());
    }

    private void againAfter(int seconds, Status why) {
        Duration pause = Duration.ofSeconds(Math.clamp(seconds, 1, MAX_PAUSE_SECONDS));
        means.ports().scheduler().schedule(pause, () -> again(why));
    }

    private void locate(NodeContact csp) {
        if (attempts >= MAX_ATTEMPTS || means.ports().clock().instant().isAfter(giveUpAt)) {
            finish(last);
            return;
        }
        attempts++;
        LocateRequest question =
                new LocateRequest(Transaction.mint(means.ports().random()), node);
        means.ports().transport().request(csp, question, means.answerTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered(LocateAnswer answer, NodeCertificate by)
                when by.role() == Role.CSP && answer.destination().equals(node) -> {
                    means.csps().worked(csp.id());
                    onFound(answer);
                }
                case Outcome.Answered(Response response, NodeCertificate _) -> onNotLocated(csp, response);
                case Outcome.Answered _ -> finish(Status.BAD_REQUEST);
                case Outcome.TimedOut _, Outcome.Unreachable _ -> {
                    means.csps().failed(csp.id());
                    again(Status.TEMPORARILY_UNAVAILABLE);
                }
            }
        });
    }

    private void onNotLocated(NodeContact csp, Response response) {
        means.csps().worked(csp.id());
        Status status = response.status();
        Optional<NodeContact> redirected =
                response.contact() == null ? Optional.empty() : means.csps().known(response.contact());
        if (status.code() == Status.MOVED_TEMPORARILY.code() && redirected.isPresent()) {
            last = Status.TEMPORARILY_UNAVAILABLE;
            locate(redirected.get());
        } else if (status.code() == Status.SERVICE_UNAVAILABLE.code()) {
            againAfter(response.retryAfterSeconds(), status);
        } else if (status.code() == Status.TEMPORARILY_UNAVAILABLE.code() && ++notFound < MAX_NOT_FOUND) {
            againAfter(0, status);
        } else {
            finish(status);
        }
    }

    private void onFound(LocateAnswer answer) {
        Optional<NodeContact> where = answer.isDirect()
                ? Optional.of(answer.contact())
                : means.csps().known(answer.contact().id());
        where.ifPresentOrElse(this::deliver, () -> finish(Status.TEMPORARILY_UNAVAILABLE));
    }

    /** The transport makes sure that the other end's certificate bears the ID that was dialled. */
    private void deliver(NodeContact to) {
        means.trace().record(message.callId(), means.self().toString(), to.id().toString(), "P2PSIP MESSAGE");
        MessageRequest attempt =
                message.withTransaction(Transaction.mint(means.ports().random()));
        means.ports().transport().request(to, attempt, means.answerTimeout(), outcome -> {
            switch (outcome) {
                case Outcome.Answered(Response response, NodeCertificate _) -> onAnswer(response);
                case Outcome.Answered _ -> finish(Status.BAD_REQUEST);
                case Outcome.TimedOut _ -> uncertain();
                case Outcome.Unreachable lost when lost.mayHaveArrived() -> uncertain();
                case Outcome.Unreachable _ -> again(Status.TEMPORARILY_UNAVAILABLE);
            }
        });
    }

    private void onAnswer(Response response) {
        switch (response.status().code()) {
            case 408 -> uncertain();
            case 480 -> againAfter(0, response.status());
            case 503 -> againAfter(response.retryAfterSeconds(), response.status());
            default -> finish(response.status());
        }
    }

    private void uncertain() {
        mayHaveArrived = true;
        again(Status.REQUEST_TIMEOUT);
    }

    /** What may have arrived is never said not to have. */
    private void finish(Status status) {
        end.accept(status.isSuccess() || !mayHaveArrived ? status : Status.REQUEST_TIMEOUT);
    }
}
