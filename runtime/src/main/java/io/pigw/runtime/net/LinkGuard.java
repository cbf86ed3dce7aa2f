package io.pigw.runtime.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.revocation.RevocationList;
import io.pigw.runtime.revocation.RevocationListener;
import io.pigw.runtime.revocation.RevocationService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes open links whose other end is no longer good: its certificate has been revoked or has ended, or nobody can tell any more.
 * It looks when there is a new list and each second, so that such a link is gone within two. On the loop alone, but for
 * {@link #taken}.
 */
final class LinkGuard implements RevocationListener {

    private static final Logger LOG = LoggerFactory.getLogger(LinkGuard.class);
    private static final int MAX_LISTENERS = 16;
    private static final long LOOKS_EVERY_MILLIS = 1_000;

    private final EventLoop loop;
    private final LinkPool pool;
    private final CertificateVerifier verifier;
    private final RevocationService revocation;
    private final CrlRelay relay;
    private final LinkMetrics metrics;
    private final List<Consumer<RevocationList>> listeners = new ArrayList<>();
    private @Nullable Future<?> looking;

    LinkGuard(
            EventLoop loop,
            LinkPool pool,
            CertificateVerifier verifier,
            RevocationService revocation,
            CrlRelay relay,
            LinkMetrics metrics) {
        this.loop = loop;
        this.pool = pool;
        this.verifier = verifier;
        this.revocation = revocation;
        this.relay = relay;
        this.metrics = metrics;
    }

    void start() {
        revocation.add(this);
        pool.listen(relay);
        looking = loop.scheduleAtFixedRate(this::look, LOOKS_EVERY_MILLIS, LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Who is told of the lists that hold now and of each new one, once the links of those who are on it are closed. */
    void listen(Consumer<RevocationList> listener) {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new IllegalStateException("more than " + MAX_LISTENERS + " listeners of revocation lists");
        }
        listeners.add(listener);
        revocation.lists().forEach(listener);
    }

    void close() {
        revocation.remove(this);
        relay.close();
        if (looking != null) {
            looking.cancel(false);
        }
    }

    @Override
    public void taken(RevocationList list) {
        try {
            loop.execute(() -> {
                look();
                relay.taken(list);
                listeners.forEach(listener -> listener.accept(list));
            });
        } catch (RejectedExecutionException over) {
            LOG.atDebug().log("A new list came when the loop had ended");
        }
    }

    private void look() {
        for (Link link : pool.all()) {
            Optional<RefusalReason> objection = link.isOpen() ? verifier.objection(link.node()) : Optional.empty();
            objection.ifPresent(reason -> end(link, reason));
        }
    }

    private void end(Link link, RefusalReason reason) {
        metrics.ended(reason);
        int heldBack = LoopShare.current().mayLog(loop);
        if (heldBack >= 0) {
            LOG.atWarn()
                    .addKeyValue("node", link.node().id())
                    .addKeyValue("role", link.node().role())
                    .addKeyValue("remote", link.address())
                    .addKeyValue("reason", reason.label())
                    .addKeyValue("notLogged", heldBack)
                    .log("An open link is closed: the other end's certificate is not good any more");
        }
        link.condemn(reason.label());
    }
}
