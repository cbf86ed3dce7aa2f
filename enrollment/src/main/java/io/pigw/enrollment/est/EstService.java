package io.pigw.enrollment.est;

import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.pigw.enrollment.issue.Credentials;
import io.pigw.enrollment.issue.Issuer;
import io.pigw.enrollment.issue.Outcome;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the EST operations do. Enrollments run on virtual threads, a limited number of them at a time. */
final class EstService {

    private static final Logger log = LoggerFactory.getLogger(EstService.class);

    /** How long an enrollment waits for its turn, in milliseconds. */
    private static final long TURN_MILLIS = 5_000;

    private final Issuer issuer;
    private final EstMeters meters;
    private final InstantSource clock;
    private final ExecutorService workers;
    private final Semaphore turns;
    private final Failures failures;
    private final byte[] authorities;

    /**
     * The service.
     *
     * @param authorities root and issuing certificate
     * @param workers gives each task a virtual thread
     */
    EstService(
            Issuer issuer,
            List<X509Certificate> authorities,
            EstLimits limits,
            EstMeters meters,
            InstantSource clock,
            ExecutorService workers) {
        this.issuer = issuer;
        this.meters = meters;
        this.clock = clock;
        this.workers = workers;
        this.turns = new Semaphore(limits.concurrent());
        this.failures = new Failures(limits.failures());
        this.authorities = CertsOnly.base64(authorities);
    }

    /** The answer to {@code cacerts} (RFC 7030 §4.1). */
    FullHttpResponse authorities() {
        return Answer.certificates(authorities);
    }

    /** Whether the address has shown too many wrong tokens lately. */
    boolean isBlocked(String address) {
        return failures.isBlocked(address, clock.instant());
    }

    /** Answers {@code simpleenroll} (RFC 7030 §4.2), on a thread of its own choice. */
    void enroll(String address, Credentials credentials, byte[] csr, Consumer<FullHttpResponse> reply) {
        try {
            workers.execute(() -> reply.accept(enroll(address, credentials, csr)));
        } catch (RejectedExecutionException e) {
            reply.accept(answer(address, new Outcome.Busy("the server is shutting down")));
        }
    }

    private FullHttpResponse enroll(String address, Credentials credentials, byte[] csr) {
        long start = System.nanoTime();
        Outcome outcome;
        try {
            if (!turns.tryAcquire(TURN_MILLIS, TimeUnit.MILLISECONDS)) {
                outcome = new Outcome.Busy("too many enrollments at once");
            } else {
                try {
                    outcome = issuer.enroll(credentials, address, csr);
                } finally {
                    turns.release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            outcome = new Outcome.Busy("the server is shutting down");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("enrollment broke");
            return Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "enrollment failed");
        }
        meters.note(outcome, System.nanoTime() - start);
        return answer(address, outcome);
    }

    private FullHttpResponse answer(String address, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Enrolled enrolled -> {
                log.atInfo()
                        .addKeyValue("node", enrolled.id())
                        .addKeyValue("remote", address)
                        .log("enrolled");
                yield Answer.certificates(CertsOnly.base64(enrolled.chain()));
            }
            case Outcome.Unauthenticated(String reason) -> {
                failures.note(address, clock.instant());
                logRefusal(address, reason);
                yield Answer.challenge(reason);
            }
            case Outcome.BadRequest(String reason) -> {
                logRefusal(address, reason);
                yield Answer.text(HttpResponseStatus.BAD_REQUEST, reason);
            }
            case Outcome.Refused refused -> {
                logRefusal(address, refused.reason());
                yield Answer.text(HttpResponseStatus.FORBIDDEN, refused.reason());
            }
            case Outcome.Pending(String requestId, Duration retryAfter) ->
                Answer.later(
                        HttpResponseStatus.ACCEPTED,
                        retryAfter.toSeconds(),
                        "request " + requestId + " waits for the operator's approval");
            case Outcome.TooMany(String reason, Duration retryAfter) -> {
                logRefusal(address, reason);
                yield Answer.later(HttpResponseStatus.TOO_MANY_REQUESTS, retryAfter.toSeconds(), reason);
            }
            case Outcome.Busy(String reason, Duration retryAfter) ->
                Answer.later(HttpResponseStatus.SERVICE_UNAVAILABLE, retryAfter.toSeconds(), reason);
        };
    }

    private static void logRefusal(String address, String reason) {
        log.atWarn()
                .addKeyValue("remote", address)
                .addKeyValue("reason", reason)
                .log("enrollment refused");
    }
}
