package io.pigw.gateway.outbox;

import io.pigw.p2psip.NodeId;
import java.time.Instant;
import java.util.List;

/**
 * How far a delivery has come.
 *
 * @param attempts that have ended
 * @param detours how often the way itself failed, so that the next attempt takes another one
 * @param nextAttempt not before this
 * @param uncertain an attempt ended without an answer that tells, after it may have arrived
 * @param reached at least one device took the message
 * @param devices that are still to be reached; empty while a user's name is not resolved. At most 32
 */
public record Progress(
        int attempts, int detours, Instant nextAttempt, boolean uncertain, boolean reached, List<NodeId> devices) {

    /** The most devices of one user. */
    public static final int MAX_DEVICES = 32;

    /** Copies the list and checks the counts. */
    public Progress {
        devices = List.copyOf(devices);
        if (attempts < 0 || detours < 0 || devices.size() > MAX_DEVICES) {
            throw new IllegalArgumentException("counts are 0 or more, devices at most " + MAX_DEVICES);
        }
    }

    /** Of a message that was just accepted. */
    public static Progress start(Instant now) {
        return new Progress(0, 0, now, false, false, List.of());
    }

    /** The same, due at the given time. */
    Progress dueAt(Instant time) {
        return new Progress(attempts, detours, time, uncertain, reached, devices);
    }

    /** After an attempt whose end nobody knows, for the process ended before it. */
    Progress afterLostAttempt() {
        return new Progress(attempts, detours, nextAttempt, true, reached, devices);
    }

    /** After an attempt that was refused. */
    Progress after(Attempt.Refused attempt) {
        return new Progress(attempts, detours, nextAttempt, uncertain || attempt.mayHaveArrived(), reached, devices);
    }

    /** After an attempt that did not finish the delivery. */
    public Progress after(Attempt.Unfinished attempt, Instant next) {
        return new Progress(
                attempts + 1,
                detours + (attempt.detour() ? 1 : 0),
                next,
                uncertain || attempt.mayHaveArrived(),
                reached || attempt.reached(),
                attempt.devices());
    }
}
