package io.pigw.enrollment.revoke;

import io.pigw.enrollment.audit.AuditActor;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes certificates back, and knows at once which ones were. Revoking, lifting and reading block on the store: call them on a
 * virtual thread. {@link #isRevoked} returns at once, on any thread.
 */
public final class Revocations {

    private static final Logger log = LoggerFactory.getLogger(Revocations.class);
    private static final long STORE_TIMEOUT_MILLIS = 30_000;

    private final RevocationStore store;
    private final InstantSource clock;
    private final Map<BigInteger, Instant> revoked = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private Revocations(RevocationStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Reads what is revoked. Blocks. */
    public static Revocations open(RevocationStore store, InstantSource clock) throws InterruptedException {
        Revocations revocations = new Revocations(store, clock);
        revocations.revoked.putAll(await(store.living(clock.instant())));
        return revocations;
    }

    /**
     * Takes back what the request names. On record when this returns; saying the same again changes nothing. A hold may
     * become definite and any reason a compromised key; else the first decision stays.
     *
     * @throws IllegalArgumentException if the certificates are said to be invalid since a time to come
     * @throws IllegalStateException if the store does not answer
     */
    public RevocationResult revoke(RevocationRequest request) throws InterruptedException {
        Instant now = clock.instant();
        Instant since = request.invalidSince();
        if (since != null && since.isAfter(now)) {
            throw new IllegalArgumentException("invalid since " + since + ", which is still to come");
        }
        revoked.values().removeIf(end -> end.isBefore(now));
        return await(store.revoke(request, now, changed -> taken(request, changed)));
    }

    /** What was taken back by another decision's transaction, and is durable: known from here on. Any thread; returns at once. */
    public void taken(RevocationRequest request, List<Revocation> changed) {
        changed.forEach(revocation -> revoked.put(revocation.serial(), revocation.notAfter()));
        log.atWarn()
                .addKeyValue("what", request.selector())
                .addKeyValue("certificates", changed.size())
                .addKeyValue("reason", request.reason().label())
                .addKeyValue("actor", request.actor())
                .log("revoked");
        tell();
    }

    /** Lifts the holds that the selector names. */
    public RevocationResult unhold(Selector selector, AuditActor actor) throws InterruptedException {
        return await(store.unhold(selector, actor, clock.instant(), lifted -> {
            lifted.forEach(hold -> revoked.remove(hold.serial()));
            log.atWarn()
                    .addKeyValue("what", selector)
                    .addKeyValue("certificates", lifted.size())
                    .addKeyValue("actor", actor)
                    .log("hold lifted");
            tell();
        }));
    }

    /** Whether the certificate was taken back. */
    public boolean isRevoked(BigInteger serial) {
        return revoked.containsKey(serial);
    }

    /** The revocation of a serial number. */
    public Optional<Revocation> find(BigInteger serial) throws InterruptedException {
        return await(store.find(serial));
    }

    /** Revocations, the latest first; see {@link RevocationStore#list}. */
    public List<Revocation> list(int offset, int limit) throws InterruptedException {
        return await(store.list(offset, limit));
    }

    /**
     * Who hears of each change once it is on record, of a large one several times; on the database's thread: must return at
     * once.
     */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the store does not answer", e);
        }
    }
}
