package io.pigw.enrollment.est;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.issue.Outcome;
import io.pigw.enrollment.net.ClientAddress;
import io.pigw.overlay.port.NodeCertificate;
import io.pigw.p2psip.Bytes;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operations do. Enrollments, renewals and proposals run on virtual threads, a limited number of them at a time. */
final class EstService {

    private static final Logger log = LoggerFactory.getLogger(EstService.class);

    /** How long an enrollment waits for its turn, in milliseconds. */
    private static final long TURN_MILLIS = 5_000;

    private final Issuer issuer;
    private final ClientCertificates clients;
    private final ProposalService proposals;
    private final EstContent content;
    private final EstMeters meters;
    private final InstantSource clock;
    private final ExecutorService workers;
    private final Turns turns;
    private final Suspicion suspicion;
    private final RefusalLog refusals;

    /**
     * The service.
     *
     * @param workers gives each task a virtual thread
     */
    EstService(
            Issuer issuer,
            ClientCertificates clients,
            ProposalService proposals,
            EstContent content,
            EstLimits limits,
            EstMeters meters,
            InstantSource clock,
            ExecutorService workers) {
        this.issuer = issuer;
        this.clients = clients;
        this.proposals = proposals;
        this.content = content;
        this.meters = meters;
        this.clock = clock;
        this.workers = workers;
        this.turns = new Turns(limits.concurrent(), System::nanoTime);
        this.suspicion = new Suspicion(limits.failures());
        this.refusals = new RefusalLog(clock);
    }

    /** What anyone can have. */
    EstContent content() {
        return content;
    }

    /** Notes a refusal, and tells whether its address has had so many that the answer should be late. */
    boolean suspect(ClientAddress address) {
        return suspicion.note(address.share(), clock.instant());
    }

    /** Answers {@code simpleenroll} (RFC 7030 §4.2.1), on a thread of its own choice. */
    void enroll(ClientAddress address, Credentials credentials, byte[] csr, Consumer<Reply> reply) {
        execute(address, Turns.Kind.FIRST, turn -> issuer.enroll(credentials, address.text(), csr, turn), reply);
    }

    /** Answers {@code simplereenroll} (RFC 7030 §4.2.2) for whoever showed this chain, on a thread of its own choice. */
    void reenroll(ClientAddress address, List<X509Certificate> shown, byte[] csr, Consumer<Reply> reply) {
        execute(address, Turns.Kind.RENEWAL, _ -> reenroll(shown, csr), reply);
    }

    /** Answers a proposal to exclude a node of whoever showed this chain, on a thread of its own choice. */
    void exclude(ClientAddress address, List<X509Certificate> shown, Bytes body, Consumer<Reply> reply) {
        try {
            workers.execute(() -> reply.accept(exclude(address, shown, body)));
        } catch (RejectedExecutionException e) {
            reply.accept(busy("the server is shutting down"));
        }
    }

    private Reply exclude(ClientAddress address, List<X509Certificate> shown, Bytes body) {
        try {
            boolean isSuspect = suspicion.isOn(address.share(), clock.instant());
            return turns.take(Turns.Kind.RENEWAL, isSuspect, TURN_MILLIS, _ -> proposals.answer(address, shown, body))
                    .orElseGet(() -> busy("too many requests at once"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return busy("the server is shutting down");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("a proposal to exclude a node broke");
            return Reply.Refused.later(
                    HttpResponseStatus.SERVICE_UNAVAILABLE, Suspicion.WINDOW, "the proposal could not be decided");
        }
    }

    private static Reply busy(String reason) {
        Outcome.Busy busy = new Outcome.Busy(reason);
        return Reply.Refused.later(HttpResponseStatus.SERVICE_UNAVAILABLE, busy.retryAfter(), busy.reason());
    }

    private Outcome reenroll(List<X509Certificate> shown, byte[] csr) throws InterruptedException {
        return switch (clients.judge(shown)) {
            case ClientCertificates.Judgement.Good(NodeCertificate current) -> issuer.renew(current, csr);
            case ClientCertificates.Judgement.Bad(Outcome.Refused refused) -> refused;
        };
    }

    private void execute(ClientAddress address, Turns.Kind kind, Turns.Work<Outcome> work, Consumer<Reply> reply) {
        try {
            workers.execute(() -> reply.accept(run(address, kind, work)));
        } catch (RejectedExecutionException e) {
            reply.accept(reply(address, new Outcome.Busy("the server is shutting down")));
        }
    }

    private Reply run(ClientAddress address, Turns.Kind kind, Turns.Work<Outcome> work) {
        long start = System.nanoTime();
        Outcome outcome;
        try {
            boolean isSuspect = suspicion.isOn(address.share(), clock.instant());
            outcome = turns.take(kind, isSuspect, TURN_MILLIS, work)
                    .orElseGet(() -> new Outcome.Busy("too many enrollments at once"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = new Outcome.Busy("the server is shutting down");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("enrollment broke");
            return Reply.Refused.later(HttpResponseStatus.INTERNAL_SERVER_ERROR, Suspicion.WINDOW, "enrollment failed");
        }
        meters.note(outcome, System.nanoTime() - start);
        note(address, outcome);
        return reply(address, outcome);
    }

    /** For the audit log: the others have entries of their own. */
    private void note(ClientAddress address, Outcome outcome) {
        switch (outcome) {
            case Outcome.Unauthenticated _ -> meters.refused("token", address.text());
            case Outcome.BadRequest _ -> meters.refused("request", address.text());
            case Outcome.TooMany _ -> meters.refused("rate", address.text());
            case Outcome.Enrolled _, Outcome.Refused _, Outcome.Pending _, Outcome.Busy _ -> {}
        }
    }

    private Reply reply(ClientAddress address, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Enrolled enrolled -> {
                log.atInfo()
                        .addKeyValue("node", enrolled.id())
                        .addKeyValue("remote", address.text())
                        .log("enrolled");
                yield content.enrolled(enrolled.chain());
            }
            case Outcome.Unauthenticated(String reason) ->
                log(
                        address,
                        suspicion.isOn(address.share(), clock.instant())
                                ? new Reply.Refused(
                                        HttpResponseStatus.TOO_MANY_REQUESTS,
                                        reason + ", and too many such came from this address",
                                        List.of(),
                                        Suspicion.WINDOW,
                                        true)
                                : Reply.Refused.of(HttpResponseStatus.UNAUTHORIZED, reason));
            case Outcome.BadRequest(String reason) ->
                log(address, Reply.Refused.of(HttpResponseStatus.BAD_REQUEST, reason));
            case Outcome.Refused refused -> log(address, Reply.Refused.of(refused.violations()));
            case Outcome.Pending(String requestId, Duration retryAfter) ->
                Reply.Refused.later(
                        HttpResponseStatus.ACCEPTED,
                        retryAfter,
                        "request " + requestId + " waits for the operator's approval");
            case Outcome.TooMany(String reason, Duration retryAfter) ->
                log(address, Reply.Refused.later(HttpResponseStatus.TOO_MANY_REQUESTS, retryAfter, reason));
            case Outcome.Busy(String reason, Duration retryAfter) ->
                Reply.Refused.later(HttpResponseStatus.SERVICE_UNAVAILABLE, retryAfter, reason);
        };
    }

    private Reply log(ClientAddress address, Reply.Refused refused) {
        refusals.refused(address, refused.reason());
        return refused;
    }
}
