package io.pigw.overlay.limit;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.Status;

/**
 * Turns requests away while a node's thread is behind with its work, before anything is done with them. On the node's thread.
 */
public final class DelayGate {

    private final LoopDelay delay;
    private final Runnable refused;

    /** @param refused told of each request that is turned away */
    public DelayGate(LoopDelay delay, Runnable refused) {
        this.delay = delay;
        this.refused = refused;
    }

    /**
     * Whether to go on with a request; if not, it has been answered 503 with {@code Retry-After}: it is surely not delivered. The
     * answer repeats neither From nor To.
     */
    public boolean admits(Inbound inbound) {
        if (delay.admits()) {
            return true;
        }
        refused.run();
        inbound.reply().accept(busy(inbound.message()).retryAfter(delay.retryAfterSeconds()));
        return false;
    }

    private static Response busy(P2psipMessage request) {
        Status busy = Status.SERVICE_UNAVAILABLE;
        return request instanceof MessageRequest message
                ? new Response(busy, message.transaction(), message.callId(), null, null, null, null, 0, message.via())
                : Response.to(request, busy);
    }
}
