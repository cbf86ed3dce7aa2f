package io.pigw.runtime.renewal;

import io.pigw.overlay.port.NodeCertificate;
import io.pigw.runtime.est.EstException;
import io.pigw.runtime.est.EstOutcome;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.IdentityStore;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.Validity;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's identity: renewed in time if there is somebody to renew it, and taken from its files anew when these were changed.
 * Its owner closes it with the node. The work is done on {@link Renewals}' threads, one at a time.
 */
public final class WatchedIdentity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WatchedIdentity.class);
    private static final Duration SWAP_WITHIN = Duration.ofSeconds(30);

    /** Between two attempts to take changed files to use, where that failed for no fault of theirs. */
    private static final Duration FILES_AGAIN_AFTER = Duration.ofMinutes(1);

    private final Means means;
    private final IdentityStore store;
    private final @Nullable CertificateSource source;
    private final Function<NodeIdentity, CompletableFuture<Void>> swap;
    private final Runnable onClose;
    private final ReentrantLock working = new ReentrantLock();
    private final FileWatch files;
    private final Schedule schedule;
    private volatile NodeIdentity current;
    private @Nullable KeyPair fresh;
    private Instant filesNotBefore = Instant.MIN;
    private volatile boolean hurried;
    private volatile IdentityStatus status;

    /**
     * @param source renews; null: only the files are watched
     * @param swap puts an identity to use
     * @param onClose called when the node is closed
     */
    WatchedIdentity(
            Means means,
            IdentityStore store,
            @Nullable CertificateSource source,
            NodeIdentity identity,
            Function<NodeIdentity, CompletableFuture<Void>> swap,
            Consumer onClose) {
        this.means = means;
        this.store = store;
        this.source = source;
        this.swap = swap;
        this.onClose = () -> onClose.closed(this);
        this.current = identity;
        this.files = new FileWatch(store.watched());
        this.schedule = new Schedule(validity(identity), files.changedAt(), means.random());
        this.status = status(null, null);
    }

    /** The node does not go on with another identity, whose fault it is not. */
    private static final class NotTakenException extends IOException {
        private static final long serialVersionUID = 1;

        NotTakenException(Throwable cause) {
            super("the node does not take its new certificate: " + cause.getMessage(), cause);
        }
    }

    /** Is told of the end. */
    @FunctionalInterface
    interface Consumer {
        /** The node is closed. */
        void closed(WatchedIdentity identity);
    }

    /** How it is doing. */
    public IdentityStatus status() {
        return status;
    }

    /** Asks for a new certificate at the next look, due or not. Does nothing where nobody renews it. */
    public void hurry() {
        hurried = true;
    }

    /** Whole seconds until the certificate ends; 0 once it has. */
    long secondsLeft() {
        return Validity.of(current.chain().getFirst())
                .left(means.clock().instant())
                .toSeconds();
    }

    boolean isDue(Instant now) {
        return isWanted(now) && !working.isLocked();
    }

    private boolean isWanted(Instant now) {
        return source != null && (hurried || schedule.isDue(now));
    }

    Alarm alarm(Instant now) {
        return schedule.alarm(now, source != null);
    }

    Optional<String> unreadyBecause(Instant now) {
        return schedule.unreadyBecause(now).map(why -> "node " + status.id() + ": " + why);
    }

    /** Looks whether somebody replaced the files. Blocks on files. */
    void lookAtFiles() {
        if (!working.tryLock()) {
            return;
        }
        try {
            if (!means.clock().instant().isBefore(filesNotBefore) && files.haveSettled()) {
                reload();
            }
        } finally {
            working.unlock();
        }
    }

    /** Asks for a new certificate. Blocks on the network. */
    void renew() throws InterruptedException {
        if (source == null || !working.tryLock()) {
            return;
        }
        try {
            if (!isWanted(means.clock().instant())) {
                return; // another look was faster
            }
            hurried = false;
            KeyPair pair = fresh == null ? store.freshKey(means.random()) : fresh;
            fresh = pair;
            switch (source.renew(current, pair)) {
                case EstOutcome.Enrolled(NodeIdentity next) -> {
                    take(next);
                    source.renewed(next);
                }
                case EstOutcome.Pending(Duration retryAfter, String reason) ->
                    later("pending", "waits for approval: " + reason, Optional.of(retryAfter));
            }
        } catch (EstException refused) {
            later(outcome(refused), String.valueOf(refused.getMessage()), refused.retryAfter());
        } catch (IllegalArgumentException wrong) {
            later("failed", "what came is of no use: " + wrong.getMessage(), Optional.empty());
        } catch (IOException failed) {
            later("failed", described(failed), Optional.empty());
        } catch (RuntimeException broke) {
            LOG.atError()
                    .setCause(broke)
                    .addKeyValue("node", current.certificate().id())
                    .log("A renewal broke");
            later("failed", described(broke), Optional.empty());
        } finally {
            working.unlock();
        }
    }

    private void take(NodeIdentity next) throws IOException, InterruptedException {
        requireSameNode(next);
        store.replace(next);
        files.accept();
        use(next, "renewed");
        fresh = null; // until here another attempt gets the same certificate again, for the same key
    }

    private void reload() {
        try {
            NodeIdentity found = store.load();
            files.accept();
            if (found.certificate().equals(current.certificate())) {
                return;
            }
            requireSameNode(found);
            means.verifiers().of(found).requireIssued(found.chain());
            use(found, "reloaded");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (NotTakenException late) {
            filesLater(late);
        } catch (IOException | CertificateRefusedException | IllegalArgumentException useless) {
            files.accept();
            count("files_refused");
            status = status(
                    "files refused: " + useless.getMessage(), means.clock().instant());
            LOG.atWarn()
                    .addKeyValue("node", current.certificate().id())
                    .addKeyValue("why", useless.getMessage())
                    .log("The changed files of the identity are of no use: the certificate before stays");
        } catch (RuntimeException broke) {
            filesLater(broke);
        }
    }

    private void filesLater(Exception why) {
        Instant now = means.clock().instant();
        files.lookAgain();
        filesNotBefore = now.plus(FILES_AGAIN_AFTER);
        count("failed");
        status = status("failed: " + described(why), now);
        LOG.atError()
                .setCause(why)
                .addKeyValue("node", current.certificate().id())
                .addKeyValue("next", filesNotBefore)
                .log("The changed files of the identity could not be taken to use yet");
    }

    private void use(NodeIdentity next, String outcome) throws IOException, InterruptedException {
        try {
            swap.apply(next).get(SWAP_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RuntimeException failed) {
            throw new NotTakenException(failed);
        }
        Instant now = means.clock().instant();
        current = next;
        schedule.renewed(validity(next), now);
        count(outcome);
        status = status(outcome, now);
        LOG.atInfo()
                .addKeyValue("node", next.certificate().id())
                .addKeyValue("role", next.certificate().role())
                .addKeyValue("notAfter", validity(next).notAfter())
                .addKeyValue("how", outcome)
                .log("A node goes on with a new certificate");
    }

    private void later(String outcome, String why, Optional<Duration> wanted) {
        Instant now = means.clock().instant();
        schedule.failed(now, wanted);
        count(outcome);
        status = status(outcome + ": " + why, now);
        LOG.atInfo()
                .addKeyValue("node", current.certificate().id())
                .addKeyValue("why", why)
                .addKeyValue("next", schedule.next())
                .log("A certificate was not renewed yet");
    }

    private void requireSameNode(NodeIdentity next) {
        NodeCertificate before = current.certificate();
        NodeCertificate after = next.certificate();
        if (!after.isSameNodeAs(before)) {
            throw new IllegalArgumentException("it is for " + after.role() + " " + after.id() + " of " + after.overlay()
                    + ", but this is " + before.role() + " " + before.id() + " of " + before.overlay());
        }
        if (!after.users().equals(before.users())) {
            throw new IllegalArgumentException("its user names are others: for that the node has to be restarted");
        }
    }

    private static String described(Exception failed) {
        String name = failed.getClass().getSimpleName();
        return failed.getMessage() == null ? name : name + ": " + failed.getMessage();
    }

    private void count(String outcome) {
        means.metrics().counter("pigw_renewals_total", "outcome", outcome).increment();
    }

    private static String outcome(EstException refused) {
        return switch (refused.kind()) {
            case UNAUTHENTICATED, REFUSED -> "refused";
            case PENDING -> "pending";
            case LATER, FAILED, UNUSABLE -> "failed";
        };
    }

    private static Validity validity(NodeIdentity identity) {
        return Validity.of(identity.chain().getFirst());
    }

    private IdentityStatus status(@Nullable String outcome, @Nullable Instant at) {
        NodeCertificate certificate = current.certificate();
        Validity validity = validity(current);
        return new IdentityStatus(
                certificate.id().toString(),
                certificate.role().name().toLowerCase(Locale.ROOT),
                certificate.overlay(),
                certificate.sha256().toHex(),
                validity.notBefore(),
                validity.notAfter(),
                source == null ? null : schedule.next(),
                outcome,
                at);
    }

    @Override
    public void close() {
        onClose.run();
    }
}
