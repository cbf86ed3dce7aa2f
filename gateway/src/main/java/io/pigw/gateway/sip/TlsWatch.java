package io.pigw.gateway.sip;

import io.netty.util.concurrent.ScheduledFuture;
import io.pigw.gateway.sip.tls.TlsIdentity;
import io.pigw.runtime.loop.Loops;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the files of a TLS identity every so often, on a virtual thread, and at how long its certificate still lasts. */
final class TlsWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);

    /** From when on an ending certificate is warned about, once for each day that is left. */
    private static final long WARN_DAYS = 7;

    private final TlsIdentity identity;
    private final SipMetrics metrics;
    private final AtomicBoolean looking = new AtomicBoolean();
    private long warnedDays = WARN_DAYS;
    private @Nullable ScheduledFuture<?> timer;

    TlsWatch(TlsIdentity identity, SipMetrics metrics) {
        this.identity = identity;
        this.metrics = metrics;
        metrics.gauge(SipMetrics.TLS_DAYS_LEFT, this::daysLeft);
    }

    void start(Loops loops, Duration pause) {
        timer = loops.next().scheduleWithFixedDelay(this::lookAside, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void lookAside() {
        if (looking.compareAndSet(false, true)) {
            Thread.startVirtualThread(() -> {
                try {
                    look();
                } finally {
                    looking.set(false);
                }
            });
        }
    }

    /** One look. Blocks. */
    void look() {
        switch (identity.refresh()) {
            case TlsIdentity.Refresh.Unchanged() -> {
                // most of the time
            }
            case TlsIdentity.Refresh.Reloaded() -> {
                metrics.count(SipMetrics.TLS, "reloaded");
                LOG.atInfo().addKeyValue("daysLeft", daysLeft()).log("New SIP connections use the new certificate");
            }
            case TlsIdentity.Refresh.Refused refused -> {
                metrics.count(SipMetrics.TLS, "refused");
                LOG.atWarn()
                        .addKeyValue("why", refused.why())
                        .log("The changed files of sip.tls are of no use: the certificate before stays");
            }
        }
        warn(daysLeft());
    }

    private void warn(long days) {
        if (days < warnedDays) {
            metrics.count(SipMetrics.TLS, "ends_soon");
            LOG.atWarn()
                    .addKeyValue("daysLeft", days)
                    .log("The certificate of sip.tls ends soon: replace its files, no restart is needed");
        }
        warnedDays = Math.min(days, WARN_DAYS);
    }

    private long daysLeft() {
        return Math.floorDiv(identity.timeLeft().toSeconds(), Duration.ofDays(1).toSeconds());
    }

    @Override
    public void close() {
        if (timer != null) {
            timer.cancel(false);
        }
        identity.close();
    }
}
