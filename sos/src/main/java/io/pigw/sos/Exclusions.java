package io.pigw.sos;

import io.micrometer.core.instrument.Counter;
import io.pigw.overlay.port.Scheduler;
import io.pigw.overlay.sos.Condemned;
import io.pigw.overlay.sos.Sentence;
import io.pigw.p2psip.NodeId;
import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has condemned nodes proposed for exclusion, one after the other. When the enrollment server has no answer, or excludes nobody for now,
 * all wait. On the node's thread.
 */
final class Exclusions {

    /** Nodes whose turn is still to come; further ones are not proposed. */
    static final int MAX_WAITING = 1_000;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(Exclusions.class);
    private static final double MOST_EVIDENCE = 1_000_000_000;

    private final Function<ExclusionProposal, CompletableFuture<ExclusionAnswer>> client;
    private final Consumer<Sentence> answered;
    private final Duration condemnedFor;
    private final InstantSource clock;
    private final Executor loop;
    private final Scheduler scheduler;
    private final Metrics metrics;
    private final LinkedHashMap<NodeId, Sentence> waiting = new LinkedHashMap<>();
    private Duration pause = FIRST_PAUSE;
    private boolean busy;

    /**
     * Proposes nothing yet.
     *
     * @param client its futures complete anywhere, and always with an answer
     * @param answered told of each that need not be proposed again
     * @param condemnedFor after which a node is condemned no more, and not proposed
     */
    Exclusions(
            Function<ExclusionProposal, CompletableFuture<ExclusionAnswer>> client,
            Consumer<Sentence> answered,
            Duration condemnedFor,
            InstantSource clock,
            Executor loop,
            Scheduler scheduler,
            Metrics metrics) {
        this.client = client;
        this.answered = answered;
        this.condemnedFor = condemnedFor;
        this.clock = clock;
        this.loop = loop;
        this.scheduler = scheduler;
        this.metrics = metrics;
    }

    /** Proposes the node when its turn comes. The second time it is answered that it was excluded before. */
    void propose(Sentence sentence) {
        NodeId node = sentence.condemned().node();
        if (waiting.size() >= MAX_WAITING && !waiting.containsKey(node)) {
            count("dropped").increment();
            LOG.atWarn()
                    .addKeyValue("node", node)
                    .log("A condemned node is not proposed for exclusion: too many wait for the enrollment server");
            return;
        }
        waiting.putIfAbsent(node, sentence);
        next();
    }

    /** Nodes whose turn is still to come. */
    int waiting() {
        return waiting.size();
    }

    private void next() {
        if (busy) {
            return;
        }
        Instant now = clock.instant();
        while (!waiting.isEmpty()) {
            Sentence sentence = waiting.pollFirstEntry().getValue();
            if (sentence.at().plus(condemnedFor).isAfter(now)) {
                busy = true;
                var _ = client.apply(proposal(sentence.condemned()))
                        .thenAccept(answer -> loop.execute(() -> onAnswer(sentence, answer)));
                return;
            }
            count("lapsed").increment();
        }
    }

    private void onAnswer(Sentence sentence, ExclusionAnswer answer) {
        NodeId node = sentence.condemned().node();
        switch (answer) {
            case ExclusionAnswer.Done _ -> {
                LOG.atWarn().addKeyValue("node", node).log("A condemned node is excluded");
                settled(sentence, "excluded");
            }
            case ExclusionAnswer.Already _ -> settled(sentence, "already");
            case ExclusionAnswer.Recorded _ -> settled(sentence, "recorded");
            case ExclusionAnswer.Refused(String reason, boolean forGood) -> {
                LOG.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("reason", reason)
                        .log("The enrollment server refuses to exclude a condemned node");
                if (forGood) {
                    settled(sentence, "refused");
                } else {
                    goOn("refused");
                }
            }
            case ExclusionAnswer.Capped(Duration retryAfter) -> {
                LOG.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("retryAfter", retryAfter)
                        .log("The enrollment server excludes nobody for now; condemned nodes are proposed later");
                count("capped").increment();
                later(sentence, retryAfter);
            }
            case ExclusionAnswer.Unreachable(String reason) -> {
                LOG.atWarn()
                        .addKeyValue("node", node)
                        .addKeyValue("reason", reason)
                        .log("A condemned node could not be proposed for exclusion; it is tried again");
                count("unreachable").increment();
                later(sentence, pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private void settled(Sentence sentence, String outcome) {
        answered.accept(sentence);
        goOn(outcome);
    }

    private void goOn(String outcome) {
        count(outcome).increment();
        pause = FIRST_PAUSE;
        busy = false;
        next();
    }

    /** Behind those who wait: one that always fails holds nobody up for good. */
    private void later(Sentence sentence, Duration after) {
        waiting.putIfAbsent(sentence.condemned().node(), sentence);
        var _ = scheduler.schedule(after, () -> {
            busy = false;
            next();
        });
    }

    private Counter count(String outcome) {
        return metrics.counter("pigw_sos_exclusions_total", "outcome", outcome);
    }

    private static ExclusionProposal proposal(Condemned condemned) {
        return new ExclusionProposal(
                condemned.node(),
                switch (condemned.grounds()) {
                    case CONTRADICTION -> ExclusionProposal.Grounds.CONTRADICTION;
                    case AUDITS -> ExclusionProposal.Grounds.AUDITS;
                },
                new ExclusionProposal.Evidence(
                        Math.min(MOST_EVIDENCE, condemned.evidence().good()),
                        Math.min(MOST_EVIDENCE, condemned.evidence().bad()),
                        condemned.observers(),
                        condemned.destinations()),
                String.format(
                        Locale.ROOT,
                        "belief %.3f, disbelief %.3f, uncertainty %.3f",
                        condemned.opinion().belief(),
                        condemned.opinion().disbelief(),
                        condemned.opinion().uncertainty()));
    }
}
