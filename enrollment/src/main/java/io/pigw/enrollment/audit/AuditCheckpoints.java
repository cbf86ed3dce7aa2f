package io.pigw.enrollment.audit;

import io.pigw.p2psip.Bytes;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs how far the log is, keeps it beside the log and says it in the server's own log. Blocks; any thread. */
public final class AuditCheckpoints {

    private static final long STORE_TIMEOUT_MILLIS = 10_000;
    private static final Logger log = LoggerFactory.getLogger(AuditCheckpoints.class);

    private final String overlay;
    private final AuditStore store;
    private final Signer signer;
    private final InstantSource clock;

    /**
     * Checkpoints of that server.
     *
     * @param signer for the audit log alone
     */
    public AuditCheckpoints(String overlay, AuditStore store, Signer signer, InstantSource clock) {
        this.overlay = overlay;
        this.store = store;
        this.signer = signer;
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

    /** Signs one now. On record when this returns. */
    public Signed make() throws GeneralSecurityException, InterruptedException {
        signer.prepare();
        AuditHead head = await(store.head());
        AuditCheckpoint checkpoint = new AuditCheckpoint(overlay, head, Instant.ofEpochMilli(clock.millis()));
        Bytes cms = Bytes.copyOf(signer.sign(checkpoint.encode()));
        await(store.keep(checkpoint, cms));
        log.atInfo()
                .addKeyValue("seq", head.seq())
                .addKeyValue("hash", head.hash().toHex())
                .log("audit checkpoint");
        return new Signed(checkpoint, cms);
    }

    @SuppressWarnings("NullAway") // a Void future gives null, which nobody uses
    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not answer", e);
        }
    }
}
