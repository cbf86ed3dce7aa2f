package io.pigw.overlay.chord;

import io.pigw.overlay.port.Outcome;
import io.pigw.p2psip.NodeContact;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.Ring;
import io.pigw.p2psip.message.ChordMessage.Ping;
import io.pigw.p2psip.message.ChordMessage.RouteQueryAnswer;
import io.pigw.p2psip.message.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the fingers, one after the other: the successor of n + 2^i for each i beyond the successor list (Stoica et al.,
 * §IV-D). What one answer settles is hardly asked again, so that a sweep costs about log2 N lookups in a ring of any size. A
 * new finger counts once it has answered a {@link Ping}; that also opens its link before a message needs it.
 *
 * <p>Who answers may lie. So an answer is not taken when a known node lies before it, every second sweep asks by the ordinary
 * ways and not the finger itself, and one answer settles a few exponents at most.
 */
final class FingerSweep {

    /** A sweep waits for quiet neighbours, but not longer than this many of its fastest intervals. */
    private static final int MAX_WAITS = 10;

    /** Exponents that one answer settles besides the one that was asked. */
    private static final int MAX_SETTLED_BESIDES = 2;

    private final ChordContext chord;
    private final Lookups lookups;
    private final BiConsumer<NodeContact, Outcome> failed;
    private final Cadence cadence;
    private TreeMap<Integer, NodeContact> found = new TreeMap<>();
    private int exponent;
    private boolean running;
    private boolean sweeping;
    private boolean failedSome;
    private boolean settled;
    private long sweeps;
    private @Nullable Instant disturbedSince;
    private @Nullable NodeContact entry;

    /** @param failed told of a known node that did not answer, and how */
    FingerSweep(ChordContext chord, Lookups lookups, BiConsumer<NodeContact, Outcome> failed) {
        this.chord = chord;
        this.lookups = lookups;
        this.failed = failed;
        this.cadence = new Cadence(chord.options().sweep(), chord.ports(), this::begin);
    }

    /** @param csp whom to ask while there are no fingers */
    void start(@Nullable NodeContact csp) {
        entry = csp;
        running = true;
        cadence.reset();
        cadence.scheduleNext();
    }

    /** Begins where the fingers are known and nothing has changed for long. */
    void resume() {
        running = true;
        settled = true;
        cadence.scheduleAtRest();
    }

    void stop() {
        running = false;
        cadence.stop();
    }

    /** Whether the last sweep found every finger alive and the neighbours have not changed since it began. */
    boolean isSettled() {
        return settled;
    }

    /** The neighbours changed: sweep again when they have been quiet for a while. */
    void disturbed() {
        settled = false;
        if (!running) {
            return;
        }
        Instant now = chord.ports().clock().instant();
        if (disturbedSince == null) {
            disturbedSince = now;
        }
        Duration patience = chord.options().sweep().fastest().multipliedBy(MAX_WAITS);
        if (disturbedSince.plus(patience).isAfter(now)) {
            cadence.reset();
            cadence.scheduleNext();
        }
    }

    private void begin() {
        if (!running) {
            return;
        }
        cadence.scheduleNext();
        if (!sweeping) {
            disturbedSince = null;
            sweeping = true;
            sweeps++;
            failedSome = false;
            settled = true;
            found = new TreeMap<>();
            exponent = 0;
            next();
        }
    }

    private void next() {
        if (!running) {
            sweeping = false;
            return;
        }
        skipTo(reachOfSuccessors(), ring().bits());
        if (exponent >= ring().bits()) {
            end();
            return;
        }
        NodeContact better = betterAsked();
        if (better == null) {
            lookups.lookupFinger(start(exponent), this::onAnswer);
        } else {
            lookups.lookupThrough(better, start(exponent), answer -> {
                if (running && (answer == null || lookups.isDoubtful(answer))) {
                    lookups.lookupFinger(start(exponent), this::onAnswer);
                } else {
                    onAnswer(answer);
                }
            });
        }
    }

    /**
     * Whom to ask rather than route: the finger as it was knows best whether it still is, and a new member, which has no
     * fingers to route by and should not dial anybody for want of them, asks its CSP.
     */
    private @Nullable NodeContact betterAsked() {
        if (sweeps % 2 == 0 && !chord.table().fingers().isEmpty()) {
            return null;
        }
        NodeContact before = chord.table().finger(exponent);
        return before != null || !chord.table().fingers().isEmpty() ? before : entry;
    }

    private void onAnswer(@Nullable RouteQueryAnswer answer) {
        if (!running || answer == null || !isPossible(answer.responsible().id())) {
            giveUp();
            return;
        }
        NodeContact finger = answer.responsible();
        NodeContact nearer = chord.table().firstIn(start(exponent), finger.id());
        NodeContact known = chord.table().find(finger.id());
        if (nearer != null && !nearer.id().equals(finger.id())) {
            check(nearer);
        } else if (finger.id().equals(chord.id())) {
            exponent = ring().bits();
            next();
        } else if (known != null && chord.table().isProven(known.id())) {
            take(known);
        } else {
            check(finger);
        }
    }

    /** A finger lies at its start or beyond, up to this node itself; whoever names another is wrong or lies. */
    private boolean isPossible(NodeId finger) {
        return ring().contains(finger)
                && (finger.equals(chord.id())
                        || ring().distance(chord.id(), start(exponent)).compareTo(ring().distance(chord.id(), finger))
                                <= 0);
    }

    private void check(NodeContact finger) {
        Ping ping = new Ping(chord.freshTransaction());
        chord.request(finger, ping, chord.options().requestTimeout(), outcome -> {
            if (outcome instanceof Outcome.Answered answered
                    && answered.answer() instanceof Response response
                    && response.status().isSuccess()) {
                take(finger);
            } else {
                failed.accept(finger, outcome);
                giveUp();
            }
        });
    }

    /** This finger is not to be had now; the old one stays until the next sweep. */
    private void giveUp() {
        failedSome = true;
        NodeContact before = chord.table().finger(exponent);
        if (before != null) {
            found.put(exponent, before);
        }
        exponent++;
        next();
    }

    private void take(NodeContact finger) {
        found.put(exponent, finger);
        exponent++;
        skipTo(finger.id(), exponent + MAX_SETTLED_BESIDES);
        next();
    }

    private void end() {
        sweeping = false;
        if (chord.table().setFingers(found)) {
            cadence.reset();
            cadence.scheduleNext();
        }
        settled &= !failedSome;
    }

    /** Passes over the exponents whose finger is known once all up to {@code node} is. */
    private void skipTo(NodeId node, int end) {
        while (exponent < Math.min(end, ring().bits())
                && ring().isInSuccessorInterval(start(exponent), chord.id(), node)) {
            exponent++;
        }
    }

    private NodeId reachOfSuccessors() {
        var successors = chord.table().successors();
        return successors.isEmpty() ? chord.id() : successors.getLast().id();
    }

    private NodeId start(int i) {
        return ring().plusPowerOfTwo(chord.id(), i);
    }

    private Ring ring() {
        return chord.local().ring();
    }
}
