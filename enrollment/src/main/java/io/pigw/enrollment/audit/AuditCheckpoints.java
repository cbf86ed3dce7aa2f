package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs how far the log is, keeps it beside the log and says it in the server's own log. Each checkpoint holds the hash of the
 * one before; what does not go on from the last one is not signed. Blocks; any thread.
 */
public final class AuditCheckpoints {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;
    private static final Logger log = LoggerFactory.getLogger(AuditCheckpoints.class);

    private final String overlay;
    private final AuditStore store;
    private final Signer signer;
    private final AuditContinuity continuity;
    private final InstantSource clock;
    private volatile @Nullable String broken;

    /**
     * Checkpoints of that server.
     *
     * @param signer for the audit log alone
     * @param reader believes what the signer signs, and has signed at earlier starts
     */
    public AuditCheckpoints(
            String overlay, AuditStore store, Signer signer, CheckpointReader reader, InstantSource clock) {
        this.overlay = overlay;
        this.store = store;
        this.signer = signer;
        this.continuity = new AuditContinuity(overlay, store, reader);
        this.clock = clock;
    }

    /** Signs statements. */
    public interface Signer {
        /** Makes sure that there is a key to sign with; that may be an entry of the log itself. */
        void prepare() throws GeneralSecurityException, InterruptedException;

        /** CMS SignedData over the content, with the certificates that lead to the root. */
        byte[] sign(byte[] content) throws GeneralSecurityException, InterruptedException;
    }

    /** A checkpoint as it was signed. */
    public record Signed(AuditCheckpoint checkpoint, Bytes cms) {}

    /**
     * Signs one now. On record when this returns.
     *
     * @throws BrokenLogException if the log does not go on from the last checkpoint: nothing was signed
     * @throws GeneralSecurityException if the key does not sign
     */
    public synchronized Signed make() throws GeneralSecurityException, BrokenLogException, InterruptedException {
        signer.prepare();
        AuditContinuity.Next next = verified();
        AuditCheckpoint checkpoint =
                new AuditCheckpoint(overlay, next.head(), Instant.ofEpochMilli(clock.millis()), next.previous());
        Bytes cms = Bytes.copyOf(signer.sign(checkpoint.encode()));
        await(store.keep(checkpoint, cms));
        log.atInfo()
                .addKeyValue("seq", next.head().seq())
                .addKeyValue("hash", next.head().hash().toHex())
                .log("audit checkpoint");
        return new Signed(checkpoint, cms);
    }

    /** Why nothing is signed any more, if that is so. Returns at once. */
    public Optional<String> brokenBecause() {
        return Optional.ofNullable(broken).map(what -> "the audit log is broken: " + what);
    }

    private AuditContinuity.Next verified() throws BrokenLogException, InterruptedException {
        try {
            AuditContinuity.Next next = continuity.verified();
            broken = null;
            return next;
        } catch (BrokenLogException e) {
            broken = e.getMessage();
            log.atError()
                    .addKeyValue("what", e.getMessage())
                    .log("the audit log is broken and is not signed: keep a copy of the database, look into it with"
                            + " 'pigw enroll audit --verify', and restore a backup");
            throw e;
        }
    }

    @SuppressWarnings("NullAway") // a Void future gives null, which nobody uses
    static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not answer", e);
        }
    }
}
