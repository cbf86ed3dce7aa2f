package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.function.Consumer;

/** Answers over the link that a message came over, once; from any thread. */
final class Reply implements Consumer<P2psipMessage> {

    private final Link link;
    private final LinkMetrics metrics;
    private final boolean owed;
    private boolean used;

    /** @param owed whether the other end waits for it */
    Reply(Link link, LinkMetrics metrics, boolean owed) {
        this.link = link;
        this.metrics = metrics;
        this.owed = owed;
        if (owed) {
            link.owe();
        }
    }

    @Override
    public void accept(P2psipMessage answer) {
        EventLoop loop = link.channel().eventLoop();
        if (loop.inEventLoop()) {
            write(answer);
        } else {
            loop.execute(() -> write(answer));
        }
    }

    private void write(P2psipMessage answer) {
        if (used) {
            throw new IllegalStateException("a message is answered once");
        }
        used = true;
        String failure = link.write(answer);
        if (owed) {
            link.paid();
        }
        if (failure != null) {
            metrics.dropped(failure.equals(Link.OVERLOADED) ? Link.OVERLOADED : "unreachable");
        }
    }

    boolean isUsed() {
        return used;
    }
}
