package io.pigw.enrollment.publish;

import io.pigw.enrollment.ca.CertificateAuthority;
import io.pigw.enrollment.ca.IssuingAuthority;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Makes the CRLs of all issuing authorities, one after the other: draft, signature, record, and only then the public. The root's
 * comes from a file, and goes the same way. Its {@link #round} blocks; what is current can be read on any thread.
 */
public final class CrlPublisher {

    private static final long STORE_TIMEOUT_MILLIS = 30_000;

    private final CertificateAuthority authority;
    private final CrlStore store;
    private final CrlTimes times;
    private final InstantSource clock;
    private final RootCrlFile rootFile;
    private final List<Consumer<Crl>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Crl> current = Map.of();

    CrlPublisher(CertificateAuthority authority, CrlStore store, CrlTimes times, InstantSource clock) {
        this.authority = authority;
        this.store = store;
        this.times = times;
        this.clock = clock;
        this.rootFile = new RootCrlFile(authority, clock);
    }

    /** The CRL of the authority that issues now; none before the first was made. */
    public Optional<Crl> current() {
        return of(authority.current().keyId());
    }

    /** The CRL of an issuing authority. */
    public Optional<Crl> of(String issuer) {
        return Optional.ofNullable(current.get(issuer));
    }

    /** The root's CRL, if there is one. */
    public Optional<Crl> root() {
        return of(rootFile.keyId());
    }

    /** All CRLs, each issuer's latest, the root's among them. */
    public List<Crl> all() {
        return List.copyOf(current.values());
    }

    /** Who hears of each new CRL, once it is public; must return at once. */
    public void onCrl(Consumer<Crl> listener) {
        listeners.add(listener);
    }

    /** When the next round is due without a revocation: at once where an authority has no CRL, or the root's has changed. */
    Instant due() {
        Instant due = rootFile.isChanged() ? Instant.MIN : Instant.MAX;
        for (IssuingAuthority issuer : authority.issuers()) {
            Crl crl = current.get(issuer.keyId());
            Instant its = crl == null ? Instant.MIN : crl.thisUpdate().plus(times.every());
            due = its.isBefore(due) ? its : due;
        }
        return due;
    }

    /** The earliest end of what is published now by the issuing authorities. */
    Instant goodUntil() {
        return current.values().stream()
                .filter(crl -> !crl.issuer().equals(rootFile.keyId()))
                .map(Crl::nextUpdate)
                .min(Instant::compareTo)
                .orElse(Instant.MIN);
    }

    CrlTimes times() {
        return times;
    }

    /** Publishes what is on record from before. Blocks. */
    void load() throws InterruptedException {
        Map<String, Crl> loaded = new TreeMap<>();
        for (IssuingAuthority issuer : authority.issuers()) {
            await(store.latest(issuer.keyId())).ifPresent(crl -> loaded.put(crl.issuer(), crl));
        }
        await(store.latest(rootFile.keyId())).ifPresent(crl -> loaded.put(crl.issuer(), crl));
        current = Map.copyOf(loaded);
    }

    /**
     * Makes a new CRL of each issuing authority, after it has looked for one of the root. Blocks.
     *
     * @return what was made
     *
     * @throws IllegalStateException if a key does not sign or the store does not answer; the CRLs made before that one stand
     */
    List<Crl> round() throws InterruptedException {
        Optional<Crl> ofRoot = rootFile.look(root().map(Crl::number).orElse(-1L));
        if (ofRoot.isPresent()) {
            await(store.take(ofRoot.get(), clock.instant()));
            publish(ofRoot.get());
            rootFile.taken();
        }
        List<Crl> made = new ArrayList<>();
        for (IssuingAuthority issuer : authority.issuers()) {
            Instant now = clock.instant();
            CrlDraft draft = await(store.draft(issuer.keyId(), now));
            Crl crl = CrlSigner.sign(issuer, draft, now, times.life());
            await(store.commit(crl));
            publish(crl);
            made.add(crl);
        }
        return made;
    }

    private void publish(Crl crl) {
        Map<String, Crl> next = new TreeMap<>(current);
        next.keySet()
                .removeIf(issuer -> !issuer.equals(rootFile.keyId())
                        && authority.issuer(issuer).isEmpty());
        next.put(crl.issuer(), crl);
        current = Map.copyOf(next);
        listeners.forEach(listener -> listener.accept(crl));
    }

    private static <T> T await(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(STORE_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the CRL is not on record: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the CRL is not on record: the store does not answer", e);
        }
    }
}
