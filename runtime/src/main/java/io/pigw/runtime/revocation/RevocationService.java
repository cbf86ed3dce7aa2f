package io.pigw.runtime.revocation;

import io.pigw.p2psip.Bytes;
import io.pigw.p2psip.NodeId;
import io.pigw.p2psip.message.RevocationNotice;
import io.pigw.runtime.identity.CertificateRefusedException;
import io.pigw.runtime.identity.CertificateVerifier;
import io.pigw.runtime.identity.Issued;
import io.pigw.runtime.identity.KeyIdentifiers;
import io.pigw.runtime.identity.NodeIdentity;
import io.pigw.runtime.identity.RefusalReason;
import io.pigw.runtime.identity.RevocationCheck;
import io.pigw.runtime.identity.RevocationConfig;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lists of revoked certificates of one overlay's CAs, shared by all nodes of a process that trust the same roots. It is idle
 * until a node comes whose own certificate says where its CA's list is; from then on every certificate is checked, whether it says
 * so itself or not.
 *
 * <p>A list is taken if a CA signed it that stands above a good certificate and may sign lists, if its number is above that of the
 * list at hand, and if it is for now. Safe on any thread; only {@link #take} and {@link #awaitFirst} block.
 */
public final class RevocationService implements RevocationCheck, AutoCloseable {

    /** The most CAs that are kept. */
    static final int MAX_CAS = 16;

    /** The most listeners. */
    static final int MAX_LISTENERS = 16_384;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationService.class);
    private static final Duration HINTED_WITHIN = Duration.ofSeconds(2);

    private final CrlFetcher.Means means;
    private final Executor reader;
    private final ConcurrentHashMap<Bytes, CaStatus> cas = new ConcurrentHashMap<>();
    private final CrlPlaces points = new CrlPlaces();
    private final ConcurrentHashMap<Bytes, CrlFetcher> fetchers = new ConcurrentHashMap<>();
    private final Set<Bytes> here = ConcurrentHashMap.newKeySet();
    private final CopyOnWriteArrayList<RevocationListener> listeners = new CopyOnWriteArrayList<>();
    private volatile RevocationConfig config = RevocationConfig.DEFAULTS;
    private volatile @Nullable CrlFiles files;
    private volatile @Nullable Bytes own;
    private volatile boolean enabled;
    private final ReentrantLock storing = new ReentrantLock();

    /** @param reader runs what may take some milliseconds; refuses when too much waits */
    RevocationService(CrlFetcher.Means means, Executor reader) {
        this.means = means;
        this.reader = reader;
    }

    /** Whether certificates are checked. */
    public boolean isEnabled() {
        return enabled;
    }

    /** Another grace, interval or place. For lists that are fetched already the place stays. */
    void configure(@Nullable RevocationConfig newConfig, @Nullable Path directory) {
        if (newConfig != null) {
            config = newConfig;
            cas.values().forEach(ca -> ca.withGrace(newConfig.grace()));
        }
        if (directory != null && files == null) {
            files = new CrlFiles(directory);
        }
    }

    /** A node of this process: if its certificate says where its CA's list is, certificates are checked from now on. */
    void introduce(NodeIdentity identity, CertificateVerifier verifier) {
        if (CrlPoints.of(identity.chain().getFirst()).isEmpty() && config.url() == null) {
            return;
        }
        enabled = true;
        try {
            List<Issued> path = verifier.path(verifier.requireIssued(identity.chain()));
            if (!path.isEmpty()) {
                own = path.getFirst().issuer();
            }
        } catch (CertificateRefusedException refused) {
            LOG.atWarn()
                    .addKeyValue("node", identity.certificate().id())
                    .addKeyValue("reason", refused.reason().label())
                    .log("The node's own certificate is not good");
        }
        cas.values().forEach(this::begin);
    }

    @Override
    public @Nullable RefusalReason objection(List<Issued> path, Instant now) {
        if (!enabled) {
            return null;
        }
        for (int i = 0; i < path.size(); i++) {
            Issued issued = path.get(i);
            CaStatus ca = cas.get(issued.issuer());
            boolean isNode = i == 0;
            RefusalReason objection = ca == null
                    ? isNode ? RefusalReason.REVOCATION_UNKNOWN : null
                    : ca.objection(issued.serial(), now, isNode);
            if (objection != null) {
                means.meters().refused(objection);
                return objection;
            }
        }
        return null;
    }

    @Override
    public void found(List<X509Certificate> path) {
        for (int i = 1; i < path.size(); i++) {
            X509Certificate certificate = path.get(i);
            Bytes key = KeyIdentifiers.of(certificate);
            points.learn(path.get(i - 1), key);
            watch(key, certificate);
        }
    }

    /** A CA that has issued nothing yet has a list all the same: at hand when its first certificate comes. */
    @Override
    public void learnt(Set<X509Certificate> authorities) {
        for (X509Certificate authority : authorities) {
            watch(KeyIdentifiers.of(authority), authority);
        }
    }

    private void watch(Bytes key, X509Certificate authority) {
        if (!cas.containsKey(key) && makeRoom()) {
            CaStatus fresh = new CaStatus(key, authority);
            if (cas.putIfAbsent(key, fresh) == null) {
                means.meters().watch(fresh, () -> config.grace());
            }
        }
        CaStatus ca = cas.get(key);
        if (enabled && ca != null) {
            begin(ca);
        }
    }

    /** Takes a list if it is good and new. Blocks for some milliseconds, and on the disk. */
    public CrlVerdict take(Bytes der, CrlOrigin origin) {
        try {
            CrlJudge.Judged judged =
                    new CrlJudge(means.clock().instant(), config.grace()).judge(der.toArray(), origin, cas.values());
            RevocationList list = judged.list();
            if (!judged.ca().install(list, config.grace(), () -> taken(list, der, origin))) {
                throw new CrlRefusedException(CrlRefusal.NOT_NEWER, "number " + list.number());
            }
            return new CrlVerdict.Taken(list);
        } catch (CrlRefusedException refused) {
            means.meters().refused(origin, refused.reason());
            LOG.atDebug()
                    .addKeyValue("from", origin.label())
                    .addKeyValue("reason", String.valueOf(refused.getMessage()))
                    .log("A list of revoked certificates is not taken");
            return new CrlVerdict.Refused(refused.reason());
        }
    }

    private void taken(RevocationList list, Bytes der, CrlOrigin origin) {
        means.meters().taken(origin);
        LOG.atInfo()
                .addKeyValue("number", list.number())
                .addKeyValue("entries", list.size())
                .addKeyValue("nextUpdate", list.nextUpdate())
                .addKeyValue("from", origin.label())
                .log("A new list of revoked certificates holds");
        if (origin != CrlOrigin.STORED) {
            store(list.issuer(), der);
        }
        listeners.forEach(listener -> listener.taken(list));
    }

    /**
     * The lists of this CA come from within the process, by {@link #take} as {@link CrlOrigin#ISSUED}: nobody asks for them over
     * HTTP from now on. Of more than {@value #MAX_CAS} such CAs the further ones are asked for all the same.
     */
    public void issuedHere(X509Certificate authority) {
        Bytes key = KeyIdentifiers.of(authority);
        if (here.size() < MAX_CAS) {
            here.add(key);
        }
        watch(key, authority);
        CrlFetcher fetcher = here.contains(key) ? fetchers.remove(key) : null;
        if (fetcher != null) {
            fetcher.close();
        }
    }

    /**
     * A node that may do so brings news. Never blocks: the list is read later, or not at all when too many wait. The number that
     * the notice says is no more than a reason to look: nobody has signed it.
     */
    public void onNotice(RevocationNotice notice, NodeId from) {
        CaStatus ca = cas.get(notice.issuer());
        if (!enabled) {
            return;
        }
        if (ca == null) {
            refuse(CrlRefusal.UNKNOWN_ISSUER);
        } else if (notice.number() <= ca.number()) {
            refuse(CrlRefusal.NOT_NEWER);
        } else if (notice.hasCrl()) {
            try {
                reader.execute(() -> take(notice.crl(), CrlOrigin.PUSHED));
            } catch (RejectedExecutionException full) {
                refuse(CrlRefusal.BUSY);
            }
        } else {
            CrlFetcher fetcher = fetchers.get(notice.issuer());
            if (fetcher != null) {
                fetcher.hint(from, HINTED_WITHIN);
            }
        }
    }

    /** A list that came over a link is not even looked at. */
    public void refuse(CrlRefusal reason) {
        means.meters().refused(CrlOrigin.PUSHED, reason);
    }

    /** The lists that hold now, of those CAs that have one. */
    public List<RevocationList> lists() {
        return cas.values().stream()
                .map(CaStatus::list)
                .filter(Objects::nonNull)
                .toList();
    }

    /** How much the newest list of the CA is worth now. */
    public Freshness freshness(Bytes issuer) {
        CaStatus ca = cas.get(issuer);
        Instant now = means.clock().instant();
        return ca == null
                ? Freshness.of(null, config.grace(), now)
                : Freshness.of(ca.list(), ca.grace(config.grace()), now);
    }

    /** Why nobody's certificate is believed, or soon will not be, if that is so. */
    public Optional<String> unreadyBecause() {
        Bytes issuer = own;
        if (!enabled || issuer == null) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(issuer), rootsWithLists())
                .map(ca -> freshness(ca).warning(ca, means.clock().instant()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Stream<Bytes> rootsWithLists() {
        return cas.values().stream()
                .filter(ca -> ca.isRoot() && ca.list() != null)
                .map(CaStatus::key);
    }

    /** Tells of lists that are taken from now on. */
    public void add(RevocationListener listener) {
        if (listeners.size() >= MAX_LISTENERS) {
            throw new IllegalStateException("more than " + MAX_LISTENERS + " listeners of revocation lists");
        }
        listeners.add(listener);
    }

    /** Tells it no more. */
    public void remove(RevocationListener listener) {
        listeners.remove(listener);
    }

    /** Waits until the CA of this process's nodes has a list, or the first attempt to get one has failed. Blocks; not on a loop. */
    void awaitFirst(Duration within) throws InterruptedException {
        Bytes issuer = own;
        CaStatus ca = issuer == null ? null : cas.get(issuer);
        if (enabled && ca != null) {
            try {
                ca.settled().get(within.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException later) {
                LOG.atWarn()
                        .log("No list of revoked certificates yet: every certificate is refused until there is one");
            }
        }
    }

    /** Stops. What is being written is written to its end; after that nothing is. */
    @Override
    public void close() {
        fetchers.values().forEach(CrlFetcher::close);
        storing.lock();
        try {
            files = null;
        } finally {
            storing.unlock();
        }
    }

    /** Reads what was left on the disk, then asks for more. Once for each CA that there is a place for. */
    private void begin(CaStatus ca) {
        URI point = here.contains(ca.key()) ? null : points.of(ca, own, config.url());
        if (fetchers.containsKey(ca.key()) || point == null) {
            return;
        }
        CrlFetcher fetcher = new CrlFetcher(ca, point, means, () -> config.poll(), der -> take(der, CrlOrigin.FETCHED));
        if (fetchers.putIfAbsent(ca.key(), fetcher) == null) {
            Thread.ofVirtual().name("pigw-crl").start(() -> {
                load(ca);
                fetcher.start();
            });
        }
    }

    private void load(CaStatus ca) {
        CrlFiles place = files;
        try {
            byte[] der = place == null ? null : place.load(ca.key());
            if (der != null) {
                take(Bytes.copyOf(der), CrlOrigin.STORED);
            }
        } catch (java.io.IOException unreadable) {
            LOG.atWarn().setCause(unreadable).log("The stored list of revoked certificates cannot be read");
        }
    }

    private void store(Bytes issuer, Bytes der) {
        storing.lock();
        try {
            CrlFiles place = files;
            if (place != null) {
                place.save(issuer, der.toArray());
            }
        } catch (java.io.IOException full) {
            LOG.atWarn().setCause(full).log("The list of revoked certificates cannot be stored");
        } finally {
            storing.unlock();
        }
    }

    /** A CA whose time has ended makes room for another. */
    private boolean makeRoom() {
        if (cas.size() >= MAX_CAS) {
            Instant now = means.clock().instant();
            cas.values()
                    .removeIf(ca -> now.isAfter(ca.certificate().getNotAfter().toInstant()));
            fetchers.entrySet().removeIf(entry -> {
                boolean gone = !cas.containsKey(entry.getKey());
                if (gone) {
                    entry.getValue().close();
                }
                return gone;
            });
        }
        return cas.size() < MAX_CAS;
    }
}
