package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.pigw.p2psip.message.P2psipMessage;
import java.util.function.Consumer;

/** Answers over the link that a message came over, once; from any thread. */
final class Reply implements Consumer<P2psipMessage> {

    private final Link link;
    private final LinkMetrics metrics;
    private boolean used;

    Reply(Link link, LinkMetrics metrics) {
        this.link = link;
        this.metrics = metrics;
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
        if (failure != null) {
            metrics.dropped(failure.equals(Link.OVERLOADED) ? Link.OVERLOADED : "unreachable");
        }
    }

    boolean isUsed() {
        return used;
    }
}
