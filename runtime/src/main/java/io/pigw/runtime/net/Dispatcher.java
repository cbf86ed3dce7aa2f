package io.pigw.runtime.net;

import io.pigw.overlay.port.Inbound;
import io.pigw.p2psip.message.ChordMessage;
import io.pigw.p2psip.message.MessageRequest;
import io.pigw.p2psip.message.P2psipMessage;
import io.pigw.p2psip.message.PingResponse;
import io.pigw.p2psip.message.Response;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.p2psip.message.Status;
import io.pigw.p2psip.message.UnknownRequest;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what comes over links to whom it concerns: answers to the requests that wait for them, signs of life and what nobody
 * understands to nobody, the rest to the service. On the loop alone.
 */
final class Dispatcher implements MessageHandler.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int RETRY_AFTER_SECONDS = 1;
    private static final Status FAILED = new Status(500, "Server Internal Error");

    private final LinkMetrics metrics;
    private BiConsumer<Link, RevocationNotice> notices = (_, _) -> {};
    private @Nullable Consumer<Inbound> service;
    private boolean refusesMessages;

    Dispatcher(LinkMetrics metrics) {
        this.metrics = metrics;
    }

    void serve(Consumer<Inbound> newService) {
        service = newService;
    }

    /** Who takes news of revoked certificates; without one they are dropped. */
    void hear(BiConsumer<Link, RevocationNotice> newNotices) {
        notices = newNotices;
    }

    /** From now on each MESSAGE is answered that it was not taken, and may be sent again. */
    void refuseMessages() {
        refusesMessages = true;
    }

    @Override
    public void received(Link link, P2psipMessage message) {
        if (link.isCondemned()) {
            return;
        }
        if (message instanceof RevocationNotice notice) {
            notices.accept(link, notice);
            return;
        }
        if (message.isAnswer()) {
            answered(link, message);
            return;
        }
        Reply reply = new Reply(link, metrics, !(message instanceof PingResponse));
        if (message instanceof ChordMessage.Ping) {
            reply.accept(Response.to(message, Status.OK));
        } else if (message instanceof UnknownRequest unknown) {
            reply.accept(Response.to(message, unknown.answer()));
        } else if (refusesMessages && message instanceof MessageRequest request) {
            reply.accept(refusal(request));
        } else if (service == null) {
            reply.accept(Response.to(message, Status.SERVICE_UNAVAILABLE));
        } else {
            serve(link, message, reply, service);
        }
    }

    /** Repeats neither From nor To, as a CSP's answers to peers. */
    private static Response refusal(MessageRequest message) {
        return new Response(
                        Status.SERVICE_UNAVAILABLE,
                        message.transaction(),
                        message.callId(),
                        null,
                        null,
                        null,
                        null,
                        0,
                        message.via())
                .retryAfter(RETRY_AFTER_SECONDS);
    }

    private void answered(Link link, P2psipMessage message) {
        try {
            link.answered(message);
        } catch (RuntimeException bug) {
            failed(link, message, bug);
        }
    }

    private void serve(Link link, P2psipMessage message, Reply reply, Consumer<Inbound> to) {
        try {
            to.accept(new Inbound(link.node(), link.address(), message, reply));
        } catch (RuntimeException bug) {
            failed(link, message, bug);
            if (!reply.isUsed()) {
                reply.accept(Response.to(message, FAILED));
            }
        }
    }

    private void failed(Link link, P2psipMessage message, RuntimeException bug) {
        metrics.handlerFailed();
        LOG.atError()
                .setCause(bug)
                .addKeyValue("message", message.getClass().getSimpleName())
                .addKeyValue("from", link.node().id())
                .log("A message could not be handled");
    }
}
