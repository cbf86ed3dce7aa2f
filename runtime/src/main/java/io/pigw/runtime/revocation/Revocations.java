package io.pigw.runtime.revocation;

import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.IdentityConfig;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.loop.Loops;
import io.pigw.runtime.metrics.Metrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** The lists of revoked certificates of a process: one {@link RevocationService} for each verifier. Safe on any thread. */
public final class Revocations implements AutoCloseable {

    private static final int MAX_WAITING = 16;
    private static final long READER_KEPT_SECONDS = 5;
    private static final Duration FIRST_WITHIN = Duration.ofSeconds(5);

    private final CrlHttp http = new CrlHttp();
    private final ThreadPoolExecutor reader;
    private final CrlFetcher.Means means;
    private final ConcurrentHashMap<CertificateVerifier, RevocationService> services = new ConcurrentHashMap<>();

    /** None yet. */
    public Revocations(Loops loops, Metrics metrics, InstantSource clock, RandomGenerator random) {
        this.means = new CrlFetcher.Means(loops.next(), http, clock, random, new RevocationMeters(metrics, clock));
        this.reader = new ThreadPoolExecutor(
                1,
                1,
                READER_KEPT_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                Thread.ofVirtual().name("pigw-crl-reader").factory());
        reader.allowCoreThreadTimeOut(true);
    }

    /** The lists for a verifier, which asks them from now on. */
    public RevocationService of(CertificateVerifier verifier) {
        return services.computeIfAbsent(verifier, key -> {
            RevocationService fresh = new RevocationService(means, reader);
            key.checkRevocation(fresh);
            return fresh;
        });
    }

    /** A node of this process. If its certificate says where its CA's list is, its verifier checks from now on. */
    public RevocationService introduce(NodeIdentity identity, CertificateVerifier verifier) {
        RevocationService service = of(verifier);
        service.introduce(identity, verifier);
        return service;
    }

    /**
     * As {@link #introduce}, with what is configured; waits up to 5 s for the first list. The last good one is kept beside the
     * node's certificate; of several nodes' folders the first counts. Blocks; not on a loop.
     */
    public void configure(NodeIdentity identity, CertificateVerifier verifier, IdentityConfig config) {
        RevocationService service = of(verifier);
        service.configure(
                config.revocation(), config.certificates().toAbsolutePath().getParent());
        service.introduce(identity, verifier);
        try {
            service.awaitFirst(FIRST_WITHIN);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why certificates are refused for want of a list, or soon will be, if that is so. */
    public Optional<String> unreadyBecause() {
        return services.values().stream()
                .map(RevocationService::unreadyBecause)
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public void close() {
        services.values().forEach(RevocationService::close);
        reader.shutdownNow();
        http.close();
    }
}
