package io.pigw.gateway.peer;

import io.pigw.gateway.outbox.Attempt;
import io.pigw.p2psip.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Gathers what became of one attempt at each of a target's devices. */
final class Devices {

    private final Consumer<Attempt> then;
    private final List<NodeId> remaining = new ArrayList<>();
    private int outstanding;
    private boolean reached;
    private boolean uncertain;
    private boolean detour;
    private Duration notBefore = Duration.ZERO;
    private String reason = "";

    Devices(List<NodeId> devices, Consumer<Attempt> then) {
        this.outstanding = devices.size();
        this.then = then;
    }

    void delivered() {
        reached = true;
        settled();
    }

    void refused(boolean mayHaveArrived, String why) {
        uncertain |= mayHaveArrived;
        reason = why;
        settled();
    }

    void notNow(NodeId device, boolean mayHaveArrived, boolean otherWay, Duration wait, String why) {
        remaining.add(device);
        uncertain |= mayHaveArrived;
        detour |= otherWay;
        notBefore = notBefore.compareTo(wait) < 0 ? wait : notBefore;
        reason = why;
        settled();
    }

    private void settled() {
        outstanding--;
        if (outstanding > 0) {
            return;
        }
        if (!remaining.isEmpty()) {
            then.accept(new Attempt.Unfinished(uncertain, detour, reached, remaining, notBefore, reason));
        } else {
            then.accept(reached ? new Attempt.Delivered() : new Attempt.Refused(uncertain, reason));
        }
    }
}
