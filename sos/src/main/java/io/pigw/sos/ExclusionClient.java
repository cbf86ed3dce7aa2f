package io.pigw.sos;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pigw.runtime.est.EstClient;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Verifiers;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proposes nodes for exclusion to the enrollment server, over TLS with the opinion server's own certificate: one proposal at a
 * time, each asked once. An answer takes up to a minute. Any thread; only {@link #close} blocks, for an instant.
 */
public final class ExclusionClient implements AutoCloseable {

    /** Proposals that wait for their turn. */
    static final int MAX_WAITING = 32;

    private static final Logger LOG = LoggerFactory.getLogger(ExclusionClient.class);
    private static final String PATH = "/.well-known/pigw/exclusions";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERRORS = 500;
    private static final Duration UNSAID = Duration.ofHours(1);
    private static final Duration IDLE = Duration.ofSeconds(10);

    private final EstClient server;
    private final Supplier<NodeIdentity> identity;
    private final ThreadPoolExecutor thread;

    private ExclusionClient(EstClient server, Supplier<NodeIdentity> identity) {
        this.server = server;
        this.identity = identity;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofVirtual().name("sos-exclusion-", 0).factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * A client of the enrollment server there. Asks nothing yet.
     *
     * @param est such as {@code https://ca.example.net:8443/.well-known/est}
     * @param identity the opinion server's, as of now; its trust roots at this moment are those that the server is known by
     */
    public static ExclusionClient of(
            URI est, Supplier<NodeIdentity> identity, Verifiers verifiers, SecureRandom random) {
        try {
            return new ExclusionClient(
                    EstClient.trusting(est, identity.get().trustAnchors(), verifiers, random), identity);
        } catch (GeneralSecurityException noTls) {
            throw new IllegalStateException("no TLS to the enrollment server", noTls);
        }
    }

    /**
     * Proposes it when those before have been answered.
     *
     * @return completes on a thread of this client's, always with an answer; whoever has a loop goes on there
     */
    public CompletableFuture<ExclusionAnswer> propose(ExclusionProposal proposal) {
        Turn turn = new Turn(proposal);
        try {
            thread.execute(turn);
        } catch (RejectedExecutionException full) {
            turn.end(
                    thread.isShutdown()
                            ? "the opinion server is closing"
                            : MAX_WAITING + " proposals wait for the enrollment server already");
        }
        return turn.answer;
    }

    private final class Turn implements Runnable {

        private final ExclusionProposal proposal;
        private final CompletableFuture<ExclusionAnswer> answer = new CompletableFuture<>();

        Turn(ExclusionProposal proposal) {
            this.proposal = proposal;
        }

        @Override
        public void run() {
            answer.complete(ask(proposal));
        }

        void end(String reason) {
            answer.complete(new ExclusionAnswer.Unreachable(reason));
        }
    }

    private ExclusionAnswer ask(ExclusionProposal proposal) {
        try {
            return read(server.tell(identity.get(), PATH, proposal.json()));
        } catch (EstException refusal) {
            return read(refusal);
        } catch (IOException failed) {
            return new ExclusionAnswer.Unreachable(reason(failed));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return new ExclusionAnswer.Unreachable("the opinion server is closing");
        } catch (RuntimeException broken) {
            LOG.atError()
                    .setCause(broken)
                    .addKeyValue("node", proposal.node())
                    .log("A proposal to exclude a node broke");
            return new ExclusionAnswer.Unreachable(reason(broken));
        }
    }

    private static ExclusionAnswer read(EstClient.Told told) {
        if (told.status() == ACCEPTED) {
            return new ExclusionAnswer.Recorded();
        }
        try {
            return switch (JSON.readTree(told.body().toUtf8()).path("result").asText()) {
                case "excluded" -> new ExclusionAnswer.Done();
                case "already" -> new ExclusionAnswer.Already();
                default -> new ExclusionAnswer.Unreachable("the enrollment server's answer is not known here");
            };
        } catch (JsonProcessingException malformed) {
            return new ExclusionAnswer.Unreachable("the enrollment server's answer is not JSON");
        }
    }

    private static ExclusionAnswer read(EstException refusal) {
        if (refusal.status() == TOO_MANY_REQUESTS) {
            return new ExclusionAnswer.Capped(refusal.retryAfter().orElse(UNSAID));
        }
        return switch (refusal.kind()) {
            case UNUSABLE, LATER -> new ExclusionAnswer.Unreachable(reason(refusal));
            case UNAUTHENTICATED, REFUSED -> new ExclusionAnswer.Refused(reason(refusal), false);
            case FAILED, PENDING ->
                refusal.status() >= SERVER_ERRORS
                        ? new ExclusionAnswer.Unreachable(reason(refusal))
                        : new ExclusionAnswer.Refused(reason(refusal), true);
        };
    }

    private static String reason(Exception failure) {
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    /** Ends what is being asked and what waits: it is answered as unreachable. */
    @Override
    public void close() {
        thread.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Turn turn) {
                turn.end("the opinion server is closing");
            }
        });
        server.close();
    }
}
