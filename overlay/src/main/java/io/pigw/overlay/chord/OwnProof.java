package io.pigw.overlay.chord;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.Transaction;
import io.pigw.p2psip.message.ArcProof;
import io.pigw.p2psip.message.ChordMessage.ArcProofAnswer;
import io.pigw.p2psip.message.ChordMessage.ArcProofRequest;
import io.pigw.p2psip.message.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A peer's proof of its own arc: asked of its CSP again and again, so that the peer always has one that is good for a while and
 * the CSP hears of it; soon after its predecessor has changed. A CSP has none: its certificate is enough.
 */
final class OwnProof {

    /** Well within the four minutes after which a CSP takes a silent peer for dead: one question may be lost. */
    private static final Pace PACE = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(80));

    /** Whatever a CSP says, for by then another may serve the peer. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ChordContext chord;
    private final ArcProofs proofs;
    private final Cadence cadence;
    private @Nullable Supplier<Optional<NodeContact>> csp;
    private @Nullable NodeContact predecessor;
    private @Nullable ArcProof current;
    private Instant goodUntil = Instant.MIN;
    private boolean running;

    OwnProof(ChordContext chord, ArcProofs proofs) {
        this.chord = chord;
        this.proofs = proofs;
        this.cadence = new Cadence(PACE, chord.ports(), this::ask);
    }

    /** Whom to ask: the CSP at that time. Before it is called, nobody is asked. */
    void through(Supplier<Optional<NodeContact>> who) {
        csp = who;
    }

    void start() {
        if (csp != null) {
            running = true;
            predecessor = chord.table().predecessor();
            cadence.hurry();
        }
    }

    /** Begins anywhere within the slowest interval. */
    void resume() {
        if (csp != null) {
            running = true;
            predecessor = chord.table().predecessor();
            cadence.scheduleAtRest();
        }
    }

    void stop() {
        running = false;
        cadence.stop();
    }

    void neighboursChanged() {
        NodeContact before = predecessor;
        predecessor = chord.table().predecessor();
        if (running && (before == null ? predecessor != null : !before.equals(predecessor))) {
            cadence.hurry();
        }
    }

    /** The last one, as long as it is good: the CSP gave it a moment before it came. */
    @Nullable
    ArcProof current() {
        return goodUntil.isBefore(chord.ports().clock().instant()) ? null : current;
    }

    private void ask() {
        if (!running || csp == null) {
            return;
        }
        cadence.scheduleNext();
        csp.get().ifPresent(node -> {
            ArcProofRequest request = new ArcProofRequest(chord.freshTransaction());
            chord.request(node, request, chord.options().requestTimeout(), this::onAnswer);
        });
    }

    private void onAnswer(Outcome outcome) {
        if (!running || !(outcome instanceof Outcome.Answered answered)) {
            return;
        }
        if (answered.answer() instanceof ArcProofAnswer(Transaction _, ArcProof proof)) {
            if (proofs.isProven(proof, chord.id(), chord.id())) {
                current = proof;
                goodUntil = chord.ports().clock().instant().plus(ArcProofs.LIFE);
            }
        } else if (answered.answer() instanceof Response later && later.retryAfterSeconds() > 0) {
            Duration pause = Duration.ofSeconds(later.retryAfterSeconds());
            cadence.scheduleAfter(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
        }
    }
}
